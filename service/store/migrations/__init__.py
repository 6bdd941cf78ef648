"""How databases of older versions become what tables.py says, step by step."""
