"""Files that are whole or not there: the data folder, its locks, and writing in one step."""
