"""Typesets the sample reports: `source/ID.md` becomes the PDF, DOCX, HTML or Markdown of `reports.toml`.

Run as `python corpus/build.py [FOLDER]`; without a folder the files are written beside this program. The same
sources always give the same bytes, as no file holds the time at which it was made.
"""

import io
import re
import shutil
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from html import escape
from itertools import chain
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from reportlab.lib.colors import Color, HexColor, white
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

HERE = Path(__file__).parent
CELL_PADDING = 5
"""Points, by eye."""
SOURCE = HERE / "source"
WITH_CONTENTS = {"scale-and-spread-digest", "enablers-and-barriers"}
IN_TWO_COLUMNS = {"learning-and-working-together"}
COLOURS = {"GM Scale and Spread": "#1f4e79", "GM Moving Local Pilot": "#1d6b4f"}
MARGIN, GUTTER, TOP, FOOT = 22 * mm, 8 * mm, 24 * mm, 20 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - TOP - FOOT
PLAIN = {"fontName": "Helvetica", "allowWidows": 0, "allowOrphans": 0}
STAMP = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP archive can hold: a build gives the same bytes on any day."""
CAPTION = re.compile(r"Table \d+\. ")
"""What a table's caption begins with in the sources."""


@dataclass(frozen=True)
class Report:
    """One entry of `reports.toml`."""

    file: str
    id: str
    title: str
    publisher: str
    date: str
    kind: str
    programme: str
    places: list[str]

    @property
    def month(self) -> str:
        """The date in words, such as "August 2021"."""
        return datetime.strptime(self.date, "%Y-%m").replace(tzinfo=UTC).strftime("%B %Y")

    @property
    def subject(self) -> str:
        """What the file's metadata say that the report is about."""
        return f"{self.kind.capitalize()}, {self.programme}: {', '.join(self.places)}"


def parser() -> MarkdownIt:
    """Markdown with tables and typographic quotation marks."""
    return MarkdownIt("commonmark", {"typographer": True}).enable(["table", "replacements", "smartquotes"])


def blocks_of(source: str) -> list[SyntaxTreeNode]:
    """The blocks below the title and the imprint, which each format sets in its own way."""
    return SyntaxTreeNode(parser().parse(source)).children[2:]


def runs(
    node: SyntaxTreeNode, *, bold: bool = False, italic: bool = False
) -> Iterator[tuple[str, bool, bool]]:
    """The text below a node with its emphasis: (text, bold, italic)."""
    if node.type in {"text", "code_inline"}:
        yield node.content, bold, italic
    elif node.type == "softbreak":
        yield " ", bold, italic
    for child in node.children:
        yield from runs(child, bold=bold or node.type == "strong", italic=italic or node.type == "em")


def plain(node: SyntaxTreeNode) -> str:
    """The text below a node."""
    return "".join(text for text, _, _ in runs(node))


def rows_of(table: SyntaxTreeNode) -> list[list[SyntaxTreeNode]]:
    """The cells of a table, heading row first."""
    return [row.children for part in table.children for row in part.children]


# --- PDF ---


def style(name: str, size: float, leading: float, **more: object) -> ParagraphStyle:
    """A paragraph style; `more` are reportlab's own names."""
    return ParagraphStyle(name, **{**PLAIN, "fontSize": size, "leading": leading, **more})


def styles_for(colour: Color, narrow: bool) -> dict[str, ParagraphStyle]:
    """The styles of one report, by the role of a block."""
    size = 9.2 if narrow else 10.4
    bold = {"fontName": "Helvetica-Bold"}
    item = {"spaceAfter": 3.5, "leftIndent": 15, "bulletIndent": 3, "bulletFontSize": size}
    head = {**bold, "textColor": colour, "keepWithNext": 1}
    return {
        "kicker": style("kicker", 9, 12, spaceAfter=5, textColor=colour, **bold),
        "title": style("title", 23, 28, spaceAfter=5, textColor=colour, **bold),
        "kind": style("kind", 10, 13, textColor=HexColor("#444444")),
        "h2": style("h2", size + 4.2, size + 8, spaceBefore=13, spaceAfter=5, **head),
        "h3": style("h3", size + 1.2, size + 4.6, spaceBefore=9, spaceAfter=3, **head),
        "paragraph": style("paragraph", size, size * 1.42, spaceAfter=6.5),
        "ul": style("ul", size, size * 1.38, **item, bulletFontName="Symbol"),
        "ol": style("ol", size, size * 1.38, **item),
        "caption": style("caption", 9, 12, spaceBefore=5, spaceAfter=4, keepWithNext=1, **bold),
        "cell": style("cell", 8.8, 11.4),
        "head_cell": style("head_cell", 8.8, 11.4, textColor=white, **bold),
        "contents": style("contents", size + 4.2, size + 8, spaceBefore=8, textColor=colour, **bold),
        "toc0": style("toc0", 9, 12.2, **bold),
        "toc1": style("toc1", 8.4, 10.8, leftIndent=14),
    }


def markup(node: SyntaxTreeNode) -> str:
    """Inline text in reportlab's markup."""
    parts = []
    for words, bold, italic in runs(node):
        escaped = escape(words, quote=False)
        text = f"<i>{escaped}</i>" if italic else escaped
        parts.append(f"<b>{text}</b>" if bold else text)
    return "".join(parts)


class Typesetter:
    """Turns the blocks of one report into flowables."""

    def __init__(self, report: Report) -> None:
        """Choose the report's colour and measure."""
        self.report = report
        self.narrow = report.id in IN_TWO_COLUMNS
        self.width = (WIDTH - GUTTER) / 2 if self.narrow else WIDTH
        self.colour = HexColor(COLOURS[report.programme])
        self.styles = styles_for(self.colour, self.narrow)

    def story(self, blocks: list[SyntaxTreeNode]) -> list[Flowable]:
        """All that follows the title block: the note, the contents where there are some, the rest."""
        note, *rest = [list(self.flowables(block)) for block in blocks]
        return [*note, *self.contents(), *chain.from_iterable(rest)]

    def flowables(self, block: SyntaxTreeNode) -> Iterator[Flowable]:
        """One block."""
        if block.type == "heading":
            yield Paragraph(markup(block), self.styles[block.tag])
        elif block.type == "paragraph":
            role = "caption" if CAPTION.match(plain(block)) else "paragraph"
            yield Paragraph(markup(block), self.styles[role])
        elif block.type in {"bullet_list", "ordered_list"}:
            yield from self.items(block)
        elif block.type == "table":
            yield from (self.table(rows_of(block)), Spacer(1, 9))
        elif block.type == "blockquote":
            yield from (self.panel(block), Spacer(1, 9))
        else:
            message = f"{self.report.id}.md: no way to typeset a block of type {block.type!r}; use another"
            raise ValueError(message)

    def items(self, block: SyntaxTreeNode) -> Iterator[Flowable]:
        """The items of a list, each a paragraph with its bullet or number."""
        for number, item in enumerate(block.children, 1):
            bullet = f"{number}." if block.type == "ordered_list" else "•"
            yield Paragraph(markup(item), self.styles[block.tag], bulletText=bullet)
        yield Spacer(1, 3)

    def table(self, rows: list[list[SyntaxTreeNode]]) -> Table:
        """A table: its heading row is repeated on every page, no word is broken, and long columns get more."""
        cells = [
            [Paragraph(markup(cell), self.styles["cell" if n else "head_cell"]) for cell in row]
            for n, row in enumerate(rows)
        ]
        share = [sum(len(plain(cell)) for cell in column) ** 0.6 for column in zip(*rows, strict=True)]
        least = [
            max(cell.minWidth() for cell in column) + 2 * CELL_PADDING + 1
            for column in zip(*cells, strict=True)
        ]
        spare = self.width - sum(least)
        widths = [need + spare * part / sum(share) for need, part in zip(least, share, strict=True)]
        rules = [
            ("BACKGROUND", (0, 0), (-1, 0), self.colour),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [white, HexColor("#f3f5f7")]),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor("#b8c2cc")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
            ("LEFTPADDING", (0, 0), (-1, -1), CELL_PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), CELL_PADDING),
        ]
        return Table(cells, widths, repeatRows=1, style=rules)

    def panel(self, block: SyntaxTreeNode) -> Table:
        """A boxed panel of key messages (a block quote in the source)."""
        inside = [[flowable] for child in block.children for flowable in self.flowables(child)]
        rules = [
            ("BOX", (0, 0), (-1, -1), 1, self.colour),
            ("BACKGROUND", (0, 0), (-1, -1), HexColor("#eef3f8")),
            ("LEFTPADDING", (0, 0), (-1, -1), 10),
            ("RIGHTPADDING", (0, 0), (-1, -1), 10),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
        ]
        return Table(inside, [self.width], style=rules)

    def title_block(self) -> list[Flowable]:
        """Publisher, title and kind, across the whole page."""
        report = self.report
        return [
            Paragraph(f"{report.publisher} · {report.month}", self.styles["kicker"]),
            Paragraph(escape(report.title, quote=False), self.styles["title"]),
            Paragraph(f"{report.kind.capitalize()} · {report.programme}", self.styles["kind"]),
            HRFlowable(width="100%", thickness=1.4, color=self.colour, spaceBefore=7, spaceAfter=10),
        ]

    def contents(self) -> list[Flowable]:
        """A list of the headings, for the longest reports."""
        if self.report.id not in WITH_CONTENTS:
            return []
        listing = TableOfContents(dotsMinLevel=0)
        sides = ("TOPPADDING", "BOTTOMPADDING", "LEFTPADDING", "RIGHTPADDING")
        listing.tableStyle = TableStyle([(side, (0, 0), (-1, -1), 0) for side in sides])
        listing.levelStyles = [self.styles["toc0"], self.styles["toc1"]]
        return [Paragraph("Contents", self.styles["contents"]), listing, Spacer(1, 8)]


class Pages(BaseDocTemplate):  # type: ignore[misc]  # reportlab has no types
    """A PDF with a running head, numbered pages and an outline."""

    def __init__(self, target: io.BytesIO, setter: Typesetter, total: int) -> None:
        """`total` is the number of pages to print at the foot."""
        report = setter.report
        super().__init__(
            target, pagesize=A4, invariant=1, pageCompression=0, lang="en-GB", title=report.title,
            author=report.publisher, subject=report.subject, creator="Walkalong", keywords=report.programme,
        )  # fmt: skip
        self.setter, self.total = setter, total
        frames = partial(Frame, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
        head = sum(part.wrap(WIDTH, HEIGHT)[1] for part in setter.title_block()) + 30 if setter.narrow else 0
        banner = [frames(MARGIN, FOOT + HEIGHT - head, WIDTH, head)] if setter.narrow else []
        lefts = (MARGIN, MARGIN + setter.width + GUTTER) if setter.narrow else (MARGIN,)
        first = banner + [frames(left, FOOT, setter.width, HEIGHT - head) for left in lefts]
        later = [frames(left, FOOT, setter.width, HEIGHT) for left in lefts]
        self.addPageTemplates(PageTemplate("first", first, onPage=self.foot))
        self.addPageTemplates(PageTemplate("later", later, onPage=self.head_and_foot))

    def foot(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        """The foot: publisher and month, page and pages."""
        report = self.setter.report
        canvas.setFont("Helvetica", 8)
        canvas.setFillColor(HexColor("#555555"))
        canvas.drawString(MARGIN, 11 * mm, f"{report.publisher} · {report.month}")
        canvas.drawRightString(MARGIN + WIDTH, 11 * mm, f"Page {self.page} of {self.total}")

    def head_and_foot(self, canvas: Canvas, document: BaseDocTemplate) -> None:
        """The running head of all pages but the first, and the foot."""
        self.foot(canvas, document)
        canvas.drawString(MARGIN, A4[1] - 15 * mm, self.setter.report.title)
        canvas.setStrokeColor(HexColor("#b8c2cc"))
        canvas.line(MARGIN, A4[1] - 17 * mm, MARGIN + WIDTH, A4[1] - 17 * mm)

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802  (reportlab's name)
        """Put each heading into the outline and, where there is one, the contents list."""
        name = getattr(getattr(flowable, "style", None), "name", "")
        if name not in {"h2", "h3"}:
            return
        self.headings += 1
        level, key = int(name[1]) - 2, f"heading-{self.headings}"
        self.canv.bookmarkPage(key)
        self.canv.addOutlineEntry(flowable.getPlainText(), key, level)
        self.notify("TOCEntry", (level, flowable.getPlainText(), self.page, key))

    def beforeDocument(self) -> None:  # noqa: N802  (reportlab's name)
        """Number the headings from the start in each pass."""
        self.headings = 0


def to_pdf(report: Report, source: str) -> bytes:
    """The report as a PDF; set twice, as the foot of the first page names the last."""
    blocks, total = blocks_of(source), 0
    for _ in range(2):
        setter = Typesetter(report)
        start = setter.title_block() + ([FrameBreak()] if setter.narrow else [])
        pages = Pages(target := io.BytesIO(), setter, total)
        pages.multiBuild([NextPageTemplate("later"), *start, *setter.story(blocks)])
        total = pages.page
    return target.getvalue()


# --- DOCX ---


def to_docx(report: Report, source: str) -> bytes:
    """The report as a Word file, with fixed dates in its properties and its archive."""
    document = docx.Document()
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
    describe(document, report)
    document.add_heading(report.title, 0)
    document.add_paragraph(f"{report.publisher} · {report.month}", "Subtitle")
    for block in blocks_of(source):
        add_block(document, block)
    document.save(saved := io.BytesIO())
    return set_dates(saved.getvalue())


def describe(document: Document, report: Report) -> None:
    """Fill in the core properties."""
    core = document.core_properties
    core.title, core.author, core.subject = report.title, report.publisher, report.subject
    core.language, core.keywords, core.comments = "en-GB", report.programme, ""
    core.last_modified_by, core.revision = report.publisher, 1
    core.created = core.modified = datetime.strptime(report.date, "%Y-%m").replace(tzinfo=UTC)


def add_block(document: Document, block: SyntaxTreeNode) -> None:
    """One block of the source."""
    if block.type == "heading":
        document.add_heading(plain(block), int(block.tag[1]) - 1)
    elif block.type == "paragraph":
        add_runs(document.add_paragraph(style="Caption" if CAPTION.match(plain(block)) else None), block)
    elif block.type in {"bullet_list", "ordered_list"}:
        for item in block.children:
            name = "List Bullet" if block.type == "bullet_list" else "List Number"
            add_runs(document.add_paragraph(style=name), item)
    elif block.type == "table":
        add_table(document, rows_of(block))
    else:
        message = f"no way to put a block of type {block.type!r} into a Word file; use another"
        raise ValueError(message)


def add_runs(paragraph: WordParagraph, node: SyntaxTreeNode) -> None:
    """Text with its emphasis."""
    for text, bold, italic in runs(node):
        run = paragraph.add_run(text)
        run.bold, run.italic = bold or None, italic or None


def add_table(document: Document, rows: list[list[SyntaxTreeNode]]) -> None:
    """A table, and the empty paragraph that keeps it off the next block."""
    table = document.add_table(len(rows), len(rows[0]), "Light Grid Accent 1")
    for line, row in zip(table.rows, rows, strict=True):
        for cell, node in zip(line.cells, row, strict=True):
            add_runs(cell.paragraphs[0], node)
    document.add_paragraph()


def set_dates(archive: bytes) -> bytes:
    """The same archive with one date for every entry."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


# --- HTML ---

PAGE = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>{title}</title>
<meta name="author" content="{publisher}">
<meta name="date" content="{date}">
<meta name="description" content="{subject}">
<style>
body {{ font: 17px/1.55 Georgia, serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #222; }}
h1, h2, h3, th {{ font-family: Helvetica, Arial, sans-serif; color: {colour}; line-height: 1.25; }}
table {{ border-collapse: collapse; width: 100%; font-size: 0.9em; }}
th, td {{ border-bottom: 1px solid #b8c2cc; padding: 0.4em 0.6em; text-align: left; vertical-align: top; }}
</style>
</head>
<body>
<article>
{body}</article>
<footer><p>{publisher} · {month}</p></footer>
</body>
</html>
"""


def to_html(report: Report, source: str) -> bytes:
    """The report as one web page."""
    fields = {"title": report.title, "publisher": report.publisher, "subject": report.subject}
    page = PAGE.format(
        body=parser().render(source), colour=COLOURS[report.programme], date=report.date, month=report.month,
        **{name: escape(value) for name, value in fields.items()},
    )  # fmt: skip
    return page.encode()


# --- All ---

WRITERS = {".pdf": to_pdf, ".docx": to_docx, ".html": to_html}


def build(folder: Path) -> None:
    """Write every report of `reports.toml` into the folder."""
    entries = tomllib.loads((HERE / "reports.toml").read_text(encoding="utf-8"))["report"]
    for report in (Report(**entry) for entry in entries):
        source, target = SOURCE / f"{report.id}.md", folder / report.file
        if target.suffix == ".md":
            shutil.copyfile(source, target)
        else:
            target.write_bytes(WRITERS[target.suffix](report, source.read_text(encoding="utf-8")))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
