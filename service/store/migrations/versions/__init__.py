"""The steps; each names the step before it, which gives their order. A released step is never changed."""
