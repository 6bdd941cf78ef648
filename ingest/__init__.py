"""From files on disk to the library: readers, structure, chunks, embeddings and the index."""
