"""Answers about the reports themselves: their title pages, imprints and summaries, and the catalogue's word."""
