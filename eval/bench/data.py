"""Made-up PDF reports, for measuring how quickly they are ingested. Their words mean nothing."""

from pathlib import Path

import numpy as np
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

PAGES_A_FILE = 40
"""About as many as a long learning report has."""
PARAGRAPHS_A_PAGE = 5
"""Of five sentences each: a page of plain text."""
_TEXT = """
partners trust funding place programme team council leaders residents learning time pressure evidence
shared practice system change children families school health sport activity local national meeting
plan risk honest relationship capacity staff training guidance manager service pathway outcome data
story quarter pilot scale spread model fidelity commissioner volunteer club youth worker barrier
"""
_WORDS = _TEXT.split()


def write_reports(folder: Path, pages: int) -> None:
    """Write PDF files of forty pages, with headings and paragraphs; no two pages are alike."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    styles = getSampleStyleSheet()
    for number in range(0, pages, PAGES_A_FILE):
        flow: list[object] = []
        for page in range(min(PAGES_A_FILE, pages - number)):
            flow.append(Paragraph(f"Lesson {number + page}: {_sentence(rng, 4)}", styles["Heading2"]))
            flow += [Paragraph(_paragraph(rng), styles["BodyText"]) for _ in range(PARAGRAPHS_A_PAGE)]
            flow.append(PageBreak())
        SimpleDocTemplate(str(folder / f"report-{number:05}.pdf")).build(flow)


def _paragraph(rng: np.random.Generator) -> str:
    return " ".join(_sentence(rng, int(rng.integers(9, 27))) for _ in range(5))


def _sentence(rng: np.random.Generator, words: int) -> str:
    return " ".join(rng.choice(_WORDS, words)).capitalize() + "."
