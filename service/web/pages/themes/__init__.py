"""Pages about one theme: at a glance, compared, and what reports assume about it."""
