"""`python -m eval.ablation`: the command by this name; what it does is in eval/bench/ablation/parts.py."""

from eval.bench.ablation.parts import main

if __name__ == "__main__":
    main()
