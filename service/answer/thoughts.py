"""Takes out of a model's text, as it arrives, what it thought before it answered, however that is marked."""

import re

_NAMES = r"(?:think(?:ing)?|thoughts?|reasoning|reflection|scratchpad|analysis)"
"""Tags of open models and of prompts that ask for thoughts (2023 to 2025)."""
_CLOSED = re.compile(
    rf"</{_NAMES}\s{{0,9}}>|\[/THINK\]|<\|channel\|>\s{{0,9}}final\s{{0,9}}<\|message\|>", re.IGNORECASE
)
"""The mark at a thought's end: "</think>", "[/THINK]", or the start of the harmony format's last channel."""
_OPENED = re.compile(
    rf"<{_NAMES}\s{{0,9}}>|\[THINK\]|<\|channel\|>\s{{0,9}}(?:analysis|commentary)\b", re.IGNORECASE
)
"""Tags, Mistral's brackets, and the channels of the harmony format, whose last one is the answer."""
_BEGUN = re.compile(r"(?:<|\[)[^<>\[\]\d.]{0,40}(?:>[^<>]{0,20})?(?:<[|a-z]{0,10})?$", re.IGNORECASE)
"""Perhaps the first part of a mark; a key (`[S1`) has a digit and is let through."""
_LONGEST_MARK = 60
"""Characters that are looked at again with the next piece; the longest mark has about 40."""


class ThoughtFilter:
    """Lets through what stands outside thoughts. Its time is in proportion to the text, however long a thought is."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self.unopened = False
        """Whether a thought ended that had not begun: all that was let through before belonged to it."""

    def feed(self, piece: str) -> str:
        """Take the next piece and give what of the text can be shown by now."""
        self._held += piece
        shown = ""
        while True:
            mark = (_CLOSED if self._thinking else _OPENED).search(self._held)
            lone = None if self._thinking else _CLOSED.search(self._held)
            if lone and not (mark and mark.start() < lone.start()):
                self.unopened, shown, self._held = True, "", self._held[lone.end() :]
            elif mark:
                shown += "" if self._thinking else self._held[: mark.start()]
                self._thinking, self._held = not self._thinking, self._held[mark.end() :]
            elif self._thinking:
                self._held = self._held[-_LONGEST_MARK:]
                return shown
            else:
                begun = _BEGUN.search(self._held, max(0, len(self._held) - _LONGEST_MARK))
                cut = begun.start() if begun else len(self._held)
                shown, self._held = shown + self._held[:cut], self._held[cut:]
                return shown

    def finish(self) -> str:
        """Give what was held back; a thought that never ended is none of the answer."""
        rest, self._held = ("" if self._thinking else self._held), ""
        return rest
