"""Measurements apart from the tests: speed and memory, ablation, rivals, benchmarks with gold characters or quotes."""
