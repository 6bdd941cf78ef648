"""A second opinion on whether passages say a sentence, from a model, beside the checker's rules."""
