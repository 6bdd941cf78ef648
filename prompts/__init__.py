"""Every prompt, as text: one Jinja template for each task and role. Loaded by service/answer/prompts.py; no code."""
