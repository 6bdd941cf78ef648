"""The library on disk: which files it knows, its generations, what each says of itself, and one opened for reading."""
