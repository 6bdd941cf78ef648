"""From what is known to what is drawn: HTML, page pictures, addresses, acronyms that explain themselves."""
