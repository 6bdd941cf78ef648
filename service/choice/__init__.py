"""What is taken of what was found, and when that does not answer."""
