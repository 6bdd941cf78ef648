"""What each part of search and choice contributes, and what holds on reports on which nothing was chosen."""
