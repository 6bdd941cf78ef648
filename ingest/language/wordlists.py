"""How the rules of this package write down the words that they look at: as a line of text."""


def word_set(listed: str) -> frozenset[str]:
    """The words of a line, without order."""
    return frozenset(listed.split())
