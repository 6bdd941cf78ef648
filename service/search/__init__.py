"""Searching: from a question to scored sentences and the passages made of them."""
