"""What a paragraph is on its page: by the file's own tags and bookmarks, by its type, by its place."""
