"""People rating answers: the page, what it shows a rater, the ratings, and how far a judge agrees."""
