"""Stories: a place, a programme's theme or a report on one page, with one picture."""
