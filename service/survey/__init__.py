"""Surveys: what the reports say on a theme as a whole, side by side, over time and since a date."""
