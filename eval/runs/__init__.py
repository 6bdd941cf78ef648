"""One evaluation of a set: asking, keeping, what produced it, what it covered, taking it along."""
