"""Scorers of briefs."""
