"""`python -m eval.rivals`: the command by this name; what it does is in eval/bench/rivals.py."""

from eval.bench.rivals import main

if __name__ == "__main__":
    main()
