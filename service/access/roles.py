"""Roles; each may do everything that the roles before it may do."""

from enum import IntEnum


class Role(IntEnum):
    """What somebody may do. A larger one may do all that a smaller one may."""

    READER = 1
    """Asks and reads."""
    EVALUATOR = 2
    """Sees how well the service answers."""
    CURATOR = 3
    """Adds and removes reports."""
    ADMIN = 4
    """Sees the state of the service: counts, never another's words."""

    @property
    def word(self) -> str:
        """The role's name as people write it."""
        return self.name.lower()


WORDS = tuple(role.word for role in Role)


def role_of(word: str) -> Role:
    """Give the role of this name; raises KeyError."""
    return Role[word.upper()]
