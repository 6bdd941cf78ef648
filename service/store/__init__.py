"""Conversations, answers and feedback, kept."""
