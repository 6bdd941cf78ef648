import pytest
from bs4 import BeautifulSoup

from ingest.readers.htmlchrome import find_content

TEXT = "<h1>Warm rooms</h1><p>Eleven halls opened on Mondays, and nobody had to ask why people came.</p>"


def shown(body: str, head: str = "") -> str:
    soup = BeautifulSoup(f"<html><head>{head}</head><body>{body}</body></html>", "lxml")
    return find_content(soup).get_text(" ", strip=True)


ALONE = shown(TEXT)


@pytest.mark.parametrize(
    "around",
    [
        '<div class="cookie-banner"><p>We use cookies.</p></div>',
        '<a class="skip-link" href="#c">Skip to content</a>',
        "<header><div>Council</div></header>",
        '<div id="main_menu"><ul><li>Bins</li></ul></div>',
        '<div aria-label="Breadcrumb"><ol><li>Home</li></ol></div>',
        '<div class="share">Share this</div>',
        '<section class="page-feedback"><p>Is this page useful?</p></section>',
        "<dialog><p>Sign up!</p></dialog>",
        '<p style="display: none">Old figure.</p>',
        '<p style="visibility:hidden">Template.</p>',
        '<span class="sr-only">Opens in a new window</span>',
        "<p><del>Twelve halls opened.</del></p>",
    ],
)
def test_what_surrounds_the_text_or_is_not_shown_is_taken_out(around: str) -> None:
    assert shown(around + TEXT) == ALONE


def test_a_class_that_the_page_hides_is_taken_out_and_a_panel_that_opens_stays() -> None:
    head = "<style>.draft, p {x: y} .old {color: red; display:none} .accordion-body {display: none}</style>"
    body = TEXT + '<p class="old">Old.</p><div class="accordion-body"><p>More on costs.</p></div>'
    assert shown(body, head) == f"{ALONE} More on costs."


def test_most_of_a_page_stays_whatever_it_is_called() -> None:
    assert shown(f'<div class="feedback">{TEXT}</div>') == ALONE
    assert shown(f"<div class='share'><p>{'What people told us. ' * 20}</p></div>").startswith("What people")


def test_a_main_that_is_only_a_banner_is_not_taken_for_the_page() -> None:
    assert shown(f"<main><p>Reports</p></main><div>{TEXT}</div>") == f"Reports {ALONE}"
    assert shown(f"<main>{TEXT}</main><div>Elsewhere</div>") == ALONE
