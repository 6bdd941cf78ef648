"""Characters with boxes to words: where words start and end, and where they stand on the page as shown."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

LOST_SPACE = 0.15
"""A gap inside a word of more than this part of its height is a space that the file doesn't have. At half of it
22 words of the ten reports are torn, at twice 11 stay glued."""
SPACES = np.array(
    [*range(0x21), 0x7F, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000]
)
HYPHENS = np.array([0x2010, 0x2011])
"""Hyphens that many fonts lack: another font's stands in, with a box of other height. Parted only by a gap."""
Floats = NDArray[np.float64]
Edge = TypeVar("Edge", float, Floats)


@dataclass(frozen=True, slots=True)
class Frame:
    """Maps coordinates of a page's content to the page as shown."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int
    """Degrees clockwise by which the page is shown."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as shown."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn in (90, 270) else (width, height)

    def show(self, boxes: Floats) -> Floats:
        """Rows of left, top, right, bottom: from y upwards, to y downwards from the shown top left."""
        return np.stack(self.map_edges(*boxes.T), axis=1)

    def map_edges(self, left: Edge, top: Edge, right: Edge, bottom: Edge) -> tuple[Edge, Edge, Edge, Edge]:
        """As `show`, edge by edge: for numbers, or for arrays of them."""
        if self.turn == 90:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 180:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        if self.turn == 270:
            return self.top - top, self.right - right, self.top - bottom, self.right - left
        return left - self.left, self.top - top, right - self.left, self.top - bottom


def split_words(
    codes: NDArray[np.uint32], boxes: Floats, raised: NDArray[np.bool_]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where words start and end: at spaces, other lines, raised figures, and gaps without a space in the file."""
    solid = ~np.isin(codes, SPACES)
    follows = solid[1:] & solid[:-1]
    left, top, right, bottom = boxes.T
    own = bottom - top
    height, larger = np.minimum(own[1:], own[:-1]), np.maximum(own[1:], own[:-1])
    shift = np.abs((top + bottom)[1:] - (top + bottom)[:-1]) / 2
    hyphen = np.isin(codes, HYPHENS)
    beside_hyphen = (hyphen[1:] | hyphen[:-1]) & (shift < larger)
    height, shift = np.where(beside_hyphen, larger, height), np.where(beside_hyphen, 0, shift)
    gap = left[1:] - right[:-1]
    torn = follows & ((shift > 0.6 * height) | (gap < -height) | (gap > 3 * height))
    wide = follows & ~torn & (gap > LOST_SPACE * larger)
    # Spaced-out lettering has such a gap after every letter; a lost space has none beside it.
    beside = np.concatenate([[False], wide[:-1]]) | np.concatenate([wide[1:], [False]])
    cut = torn | (wide & ~beside) | (raised[1:] != raised[:-1])
    starts = np.flatnonzero(solid & np.concatenate([[True], ~solid[:-1] | cut]))
    ends = np.flatnonzero(solid & np.concatenate([~solid[1:] | cut, [True]])) + 1
    return starts, ends


def bound_ranges(boxes: Floats, starts: NDArray[np.intp], ends: NDArray[np.intp]) -> list[list[float]]:
    """Left, top, right, bottom around each range of characters."""
    if not len(starts):
        return []
    padded = np.vstack([boxes, boxes[-1:]])
    ranges = np.stack([starts, ends], axis=1).ravel()
    low = np.minimum.reduceat(padded[:, :2], ranges)[::2]
    high = np.maximum.reduceat(padded[:, 2:], ranges)[::2]
    edges: list[list[float]] = np.hstack([low, high]).tolist()
    return edges
