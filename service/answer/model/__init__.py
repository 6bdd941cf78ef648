"""The chat model, which is reached over a network: made from the settings, streamed from, bounded, looked at."""
