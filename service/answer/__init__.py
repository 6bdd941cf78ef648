"""Who writes: the reports' own sentences, or a chat model that is shown the passages."""
