"""Measurements, as ratios in one run: serving, baking, publishing, verifying, at 1,000 to 100,000 items."""
