"""A run for people to read: one HTML file, or lines for a terminal."""
