"""Characters as they should stand in the text: ligatures spelled out, invisible characters gone."""

SOFT_HYPHENS = "\u00ad\u2010\ufffe"
"""Characters that, at a line's end, a typesetter put there; U+FFFE is what pdfium says for such a hyphen."""

LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
INVISIBLE = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFF])
BULLET = "•"
BULLETS = frozenset("•‣◦●○■□▪▫◆◇❖➢➤►▶‒–—-*·∙⁃✓✔➔→")
"""What marks an item when it stands alone; the letter `o` too, which some fonts draw as a ring."""
PRIVATE = dict.fromkeys(range(0xE000, 0xF900), BULLET)
"""Symbol fonts put their bullets, arrows and ticks into the private area."""

TABLE = LIGATURES | INVISIBLE | PRIVATE


def clean_glyphs(text: str) -> str:
    """A word's characters, with soft hyphens left only at its end, where a line may be torn."""
    if text.isascii() and text.isprintable():
        return text
    cleaned = text.translate(TABLE)
    return cleaned[:-1].replace("\u00ad", "").replace("\ufffe", "-") + cleaned[-1:]


def is_bullet(text: str) -> bool:
    """Whether a word is nothing but an item's mark."""
    return text in BULLETS or text == "o"
