"""Surveys: everything that the reports say on a theme, side by side, over time and since a date."""
