"""How databases of older versions are changed, step by step, to the tables in tables.py."""
