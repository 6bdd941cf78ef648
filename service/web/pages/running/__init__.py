"""Pages for those who run the service or write programs for it."""
