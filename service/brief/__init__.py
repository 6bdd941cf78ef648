"""Briefs: the evidence on one question, arranged for a meeting."""
