"""axe-core finds nothing, in any state, light and dark, wide and narrow; and pages do without sight, mouse or motion.

README's section "Accessibility" says what this covers and what it does not.
"""

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

QUESTION = "What is the No Wrong Door approach?"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {"start": "/"}
MODES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
SIZES = pytest.mark.parametrize("width", [1280, 375])


def violations(page: Page) -> list[str]:
    """What axe-core finds on the page as it is now; the script comes by the debugger, so that no policy is loosened."""
    page.evaluate(AXE_SCRIPT)
    found: dict[str, Any] = page.evaluate(
        "standards => axe.run({runOnly: standards, resultTypes: ['violations']})", STANDARDS
    )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


@MODES
@SIZES
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_axe_finds_nothing(visitor: Any, site: str, path: str, width: int, dark: bool) -> None:
    assert violations(visitor.open(site, path, width=width, dark=dark)) == []


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_at_four_hundred_per_cent_scrolls_one_way_only(visitor: Any, site: str, path: str) -> None:
    page = visitor.open(site, path, width=320, height=256)
    wide, shown = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= shown
