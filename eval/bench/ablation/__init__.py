"""What each part of search and choice brings, and what holds on reports that nothing was chosen on."""
