"""Files that are sent in: they are kept, queued, and ingested in a separate process."""
