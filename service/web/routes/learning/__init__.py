"""Routes to learn with."""
