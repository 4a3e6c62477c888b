"""Châu Phê: the editorial board of a public office's website, and the website itself."""

__version__ = "0.1.0"
