"""Files that are sent: kept, queued, and ingested in a process of their own."""
