"""Measuring the assistant: question files in, scores with their intervals out."""
