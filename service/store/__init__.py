"""Keeping conversations, answers and feedback."""
