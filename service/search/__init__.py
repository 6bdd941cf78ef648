"""What is near: from a question to scored sentences and the passages that they make."""
