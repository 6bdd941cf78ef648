"""Tables on a page: ruled, banded or told by columns alone. Lines go in, grids of cells come out."""
