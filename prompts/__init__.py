"""Every prompt, as text: one Jinja template for each task and role. Loaded by service/prompts.py; no code."""
