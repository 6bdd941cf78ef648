"""`python -m eval.bench.tables`: the share of cells that each finder gets right."""

from eval.bench.tables.measure import main

main()
