"""What may stay: whether a statement says what its passages say."""
