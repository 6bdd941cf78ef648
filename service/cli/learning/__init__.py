"""Commands to learn with: the path of the first days, and the reflections that readers added."""
