"""What a web page shows around its text, or doesn't show at all: menus, banners, consent, hidden and deleted parts."""

import re

from bs4 import BeautifulSoup, Tag

from ingest.language.wordlists import word_set

DROPPED = sorted(
    word_set(
        "script style noscript template nav footer button select textarea iframe object svg canvas audio video head"
        " del s strike"
    )
)
"""Elements that hold no text of the page, or text that was taken back."""
HIDDEN = ", ".join(
    [
        "[hidden]",
        '[aria-hidden="true"]',
        "dialog:not([open])",
        *(f'[role="{role}"]' for role in ("navigation", "search", "banner", "dialog", "alertdialog")),
    ]
)
INVISIBLE = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
"""A style that keeps an element from showing."""
HIDING_RULE = re.compile(r"(?:^|[},])\s*\.([\w-]{1,80})\s*\{[^{}]{0,2000}?display\s*:\s*none", re.IGNORECASE)
"""A style sheet's rule that hides one class. Opening panels are hidden by such rules too, so those stay."""
OPENS = re.compile(r"accordion|collaps|panel|tab|toggle|expand|details|answer", re.IGNORECASE)
"""Classes of panels that readers open: their text is hidden at first and is the page's all the same."""
FOR_SCREEN_READERS = word_set("sr-only visually-hidden visuallyhidden screen-reader-text screenreader-text")
CHROME = word_set(
    "cookie cookies consent gdpr breadcrumb breadcrumbs share sharing social feedback menu navbar navigation skip"
    " skiplink foot footer masthead logo login signin newsletter pagination"
)
"""Words of classes and ids by which pages name what surrounds their text."""
LARGEST_CHROME = 0.3
"""Part of a page's letters; what is larger is the text itself, whatever it is called."""
MOST_OF_PAGE = 0.5
"""A form with more of the page's letters than this is the page itself, as servers of ASP.NET write it; forms
for searching, asking and signing up have less than a tenth."""
SMALL_MAIN = 0.25
"""A `main` with less of the letters that are left is a banner above the text."""
PROSE = ["p", "article", "main"]


def find_content(soup: BeautifulSoup) -> Tag:
    """The part of a page that holds its text, with everything around it taken out."""
    drop_hidden(soup)
    for unwanted in [*soup.find_all(DROPPED), *soup.select(HIDDEN)]:
        if unwanted.name != "footer" or unwanted.find_parent("blockquote") is None:
            unwanted.extract()
    drop_forms(soup)
    drop_chrome(soup)
    body = soup.body or soup
    mains = soup.select('main, [role="main"]') or soup.find_all("article")
    if len(mains) == 1 and count_letters(mains[0]) > SMALL_MAIN * count_letters(body):
        return mains[0]
    return body


def count_letters(tag: Tag) -> int:
    """How long an element's text is."""
    return len(tag.get_text(strip=True))


def drop_hidden(soup: BeautifulSoup) -> None:
    """Take out what styles hide: by the element's own style, or by a rule of the page for its class."""
    rules = {name for style in soup.find_all("style") for name in HIDING_RULE.findall(style.get_text())}
    hiding = FOR_SCREEN_READERS | {name for name in rules if not OPENS.search(name)}
    for tag in soup.find_all():
        if INVISIBLE.search(str(tag.get("style") or "")) or hiding & set(tag.get("class") or ()):
            tag.extract()


def drop_forms(soup: BeautifulSoup) -> None:
    """Take out forms that a reader fills in; one that holds the page stays."""
    letters = count_letters(soup)
    for form in soup.find_all("form"):
        if count_letters(form) <= MOST_OF_PAGE * letters or form.find(PROSE) is None:
            form.extract()


def drop_chrome(soup: BeautifulSoup) -> None:
    """Take out what its class, its id or its label calls a menu, a banner or the like, and site headers."""
    letters = count_letters(soup)
    inside = {id(tag) for main in soup.find_all(["main", "article"]) for tag in (main, *main.find_all())}
    for tag in soup.find_all():
        if tag.name in ("html", "body") or id(tag) in inside:
            continue
        is_named = tag.name == "header" or not CHROME.isdisjoint(split_names(tag))
        if is_named and tag.find(["h1", "main"]) is None and count_letters(tag) <= LARGEST_CHROME * letters:
            tag.extract()


def split_names(tag: Tag) -> set[str]:
    """The words of an element's class, id and label."""
    names = [*(tag.get("class") or ()), str(tag.get("id") or ""), str(tag.get("aria-label") or "")]
    return {word for name in names for word in re.split(r"[\W_]+", name.lower())}
