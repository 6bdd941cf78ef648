"""From characters with boxes to words and lines, and what the marks of a line say about it."""
