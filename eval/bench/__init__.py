"""Measurements beside the tests: speed and memory, ablation, rivals, benchmarks with gold characters or quotes."""
