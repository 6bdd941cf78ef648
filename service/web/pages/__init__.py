"""The site: one module for each part. Each module decides what its templates are given."""
