"""How an answer is put into words and files, for people."""
