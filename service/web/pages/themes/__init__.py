"""Pages that look a theme through: at a glance, compared, and what is assumed about it."""
