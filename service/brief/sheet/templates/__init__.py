"""The templates of files that are made of briefs."""

from pathlib import Path

FOLDER = Path(__file__).parent
