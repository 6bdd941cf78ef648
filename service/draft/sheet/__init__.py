"""A checked draft as a document: JSON, HTML, Word with comments, or plain text."""
