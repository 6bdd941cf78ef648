"""Titles that say nothing of a report: those that programs leave in a file, and those of contents lists."""

import re

_FILE_NAME = r"\.(?:docx?|pdf|indd|pptx?|rtf|odt|tmp)$"
_PROGRAM = r"^microsoft |^powerpoint |^untitled|^document\d*$"
_NOBODY = r"^\W*(?:anonymous|unknown|unspecified|user|admin(?:istrator)?)\W*$"
_UNDERSCORED = r"^\S*_\S*$"
_LEFTOVER = re.compile(f"{_FILE_NAME}|{_UNDERSCORED}|{_PROGRAM}|{_NOBODY}", re.IGNORECASE)
"""As PDF files of word processors, of layout programs and of scanners have them where a title or a name belongs."""
_CONTENTS = re.compile(
    r"(?:table of )?contents(?: page)?|table des matières|sommaire|índice|inhalt|list of (?:tables|figures).*",
    re.IGNORECASE,
)
"""What a list of contents is called, in five languages."""


def is_leftover(title: str) -> bool:
    """Whether a title, or a name, was put there by a program and not by a person."""
    return _LEFTOVER.search(title) is not None


def is_contents_title(text: str) -> bool:
    """Whether a line is the title of a table of contents, or of a list of tables or figures."""
    return _CONTENTS.fullmatch(text.strip().rstrip(":").rstrip()) is not None
