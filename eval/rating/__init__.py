"""People rating answers: the page, what lies before a rater, their ratings, and how far a judge agrees."""
