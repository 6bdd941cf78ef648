"""The only home of pypdfium2: the words, rules and areas that a page shows, and pictures of pages."""
