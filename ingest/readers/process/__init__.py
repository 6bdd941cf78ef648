"""Reading in a process of its own: what bounds it, and what comes back from it."""
