"""What a reading says: headings, sentences with voice and speaker, terms, places, details, chunks."""
