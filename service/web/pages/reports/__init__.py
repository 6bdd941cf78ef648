"""Pages about the reports: the library, one report, what reports ask, their terms, and looking after them."""
