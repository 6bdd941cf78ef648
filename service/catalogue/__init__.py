"""Answers about the reports themselves: from their title pages, imprints and summaries, or from the catalogue."""
