"""What a reader browses: catalogue, outlines, reflective questions, glossary, first questions to ask."""
