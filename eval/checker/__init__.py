"""How well the checker keeps what is faithful and catches what is not, on sentences written by hand."""
