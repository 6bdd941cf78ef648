"""Parts of pages: what several pages show, and what has no address of its own."""
