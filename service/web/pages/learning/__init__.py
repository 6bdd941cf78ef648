"""Pages to learn with: the path of the first days, and reflections."""
