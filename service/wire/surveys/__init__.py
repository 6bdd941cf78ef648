"""The wire for surveys of a theme."""
