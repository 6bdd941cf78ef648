"""What an ingestion leaves in a data folder; other tests keep conversations, runs and uploads beside it."""

LIBRARY = frozenset({"current", "files", "generations", "lock", "precision.json", "records", "sources.json"})
