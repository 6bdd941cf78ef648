"""The words of a Word paragraph as they show: insertions in, deletions out, marks of notes apart."""

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from ingest.layout.text.raised import put_raised
from ingest.readers.notemarks import write_mark

BOX, RUN = qn("w:txbxContent"), qn("w:r")
GONE = {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), qn("w:rPr"), BOX}
"""What a reader of the printed page would not see here; the text of boxes is read by itself."""
FALLBACK = "}Fallback"
"""The same once more, for programs that can't draw the first."""
BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
FRACTION, TOP, BOTTOM = qn("m:f"), qn("m:num"), qn("m:den")
TEXTS = {qn("w:t"), qn("m:t")}
SYMBOLS = {
    **dict.fromkeys(["F0FE", "F052", "F053"], "☑"),
    **dict.fromkeys(["F0FD", "F054", "F078", "F051"], "☒"),
    **dict.fromkeys(["F0A8", "F06F", "F071", "F0A3", "F072"], "☐"),
    **dict.fromkeys(["F0FC", "F050"], "✓"),
    **dict.fromkeys(["F0FB", "F04F"], "✗"),
    **dict.fromkeys(["F0E0", "F0E8"], "→"),
}
"""Letters of Wingdings and Wingdings 2 that say yes or no on forms, and their arrows."""
REFERENCES = {qn("w:footnoteReference"): "footnotes", qn("w:endnoteReference"): "endnotes"}
"""Marks of notes, and the part of the file that the note stands in."""
TEXT_CLEAN = str.maketrans({"\u00ad": None, "\u00a0": " "})


def read_paragraph_text(paragraph: Element) -> str:
    """The words of a paragraph, without white space at its ends."""
    return grow("", paragraph).translate(TEXT_CLEAN).strip()


def grow(before: str, parent: Element) -> str:
    """Text that goes on with what stands in an element."""
    for child in parent:
        tag = child.tag
        if tag in GONE or not isinstance(tag, str) or tag.endswith(FALLBACK):
            continue
        if tag == RUN:
            before = add_run(before, child)
        elif tag in TEXTS:
            before += child.text or ""
        elif tag in BREAKS and parent.tag == RUN:
            before += BREAKS[tag]
        elif tag == qn("w:sym"):
            before += SYMBOLS.get(child.get(qn("w:char"), "").upper(), "")
        elif tag == FRACTION:
            before += write_fraction(child)
        else:
            before = grow(before, child)
    return before


def add_run(before: str, run: Element) -> str:
    """Text that goes on with a run; a hidden run adds nothing, a raised one only what is no mark of a note."""
    looks = run.find(qn("w:rPr"))
    if marks := write_marks(run):
        return before + marks
    if looks is not None:
        if is_on(looks.find(qn("w:vanish"))):
            return before
        raised = looks.find(qn("w:vertAlign"))
        if raised is not None and raised.get(qn("w:val")) == "superscript":
            return put_raised(before, grow("", run))
    return grow(before, run)


def write_marks(run: Element) -> str:
    """The marks of the notes that a run refers to."""
    marks = ((REFERENCES.get(child.tag), child.get(qn("w:id"))) for child in run)
    return "".join(write_mark(kind, number) for kind, number in marks if kind)


def is_on(switch: Element | None) -> bool:
    """Whether a property of a run is there and not switched off."""
    return switch is not None and switch.get(qn("w:val"), "1") not in ("0", "false", "off")


def write_fraction(fraction: Element) -> str:
    """A fraction on one line; a part of several characters that isn't a number in brackets."""
    parts = ["".join(grow("", part) for part in fraction.findall(side)) for side in (TOP, BOTTOM)]
    return "/".join(part if part.isalnum() else f"({part})" for part in parts)


def is_bold(paragraph: Element) -> bool:
    """Whether all words of a paragraph are set bold by hand."""
    runs = [run for run in paragraph.iter(RUN) if grow("", run).strip()]
    return bool(runs) and all(is_on(run.find(f"{qn('w:rPr')}/{qn('w:b')}")) for run in runs)
