"""The site: one module for each part of it. Each decides what its templates are given."""
