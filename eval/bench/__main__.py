"""`python -m eval.bench`: speed and memory on this machine."""

from eval.bench.ingestion import main

main()
