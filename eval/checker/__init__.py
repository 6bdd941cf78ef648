"""How well the checker keeps faithful sentences and catches others, on sentences written by hand."""
