"""What people learn from: the registry of reflective questions, the reflections on them, the path of the first days."""
