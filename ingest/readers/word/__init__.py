"""Inside a Word file: its package, the words of its paragraphs, the numbers that Word puts before them."""
