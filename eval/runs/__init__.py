"""One evaluation of a set: asking, keeping the outcomes, what produced it, what it covered, exporting it."""
