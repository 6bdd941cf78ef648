"""From texts to vectors: which model, its weights, and how it is run."""
