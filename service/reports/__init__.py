"""What a reader browses: catalogue, outlines, reflective questions, glossary, starters."""
