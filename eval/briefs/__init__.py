"""How good briefs are: stances against passages labelled by hand."""
