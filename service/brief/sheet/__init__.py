"""A brief as a document: laid out once, and written in each format."""
