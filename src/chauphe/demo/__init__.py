"""The demonstration: invented offices, people, items, pictures and files, and what reads them."""
