"""The library in the database: several workers answer from it, each with a copy on its own disk, made by itself."""
