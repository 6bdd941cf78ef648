"""From scores to figures: means with intervals, comparisons of two runs, the gate."""
