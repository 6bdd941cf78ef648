"""How good briefs are: their stances compared with passages labelled by hand."""
