"""What a search looks in: vectors, stems, words, and the record of each report that they are built from."""
