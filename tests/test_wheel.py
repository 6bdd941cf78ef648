"""The wheel, installed in a fresh environment and used from an empty folder, far from the checkout.

The environment sees the installed libraries of this one, so that nothing is downloaded; of Walkalong it sees the
wheel alone.
"""

import json
import os
import re
import site
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving import PATIENCE

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "service", "eval", "prompts", "corpus")
Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the checkout's own files."""
    work = tmp_path_factory.mktemp("wheel")
    for name in tracked():
        copy = work / "source" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", str(work), str(work / "source")], check=True)
    [built] = work.glob("walkalong-*.whl")
    return built


@pytest.fixture(scope="module")
def run(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Run a program of the fresh environment in an empty folder."""
    work = tmp_path_factory.mktemp("fresh")
    venv.create(work / "env", with_pip=False, symlinks=True)
    python = work / "env" / "bin" / "python"
    [packages] = (work / "env" / "lib").glob("python*/site-packages")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps"]
    subprocess.run([*pip, "--no-index", str(wheel)], check=True)
    # Lines of a .pth file are folders to look in; .pth files in those (as that of an editable install) are not read.
    (packages / "libraries.pth").write_text("\n".join(site.getsitepackages()) + "\n", "utf-8")
    (work / "empty").mkdir()

    def call(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(python.with_name(program)), *arguments],
            cwd=work / "empty",
            env=clean_environment(work),
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def clean_environment(work: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("WALKALONG_", "PYTHON"))
    }
    return {**kept, "WALKALONG_DATA_DIR": str(work / "data"), "WALKALONG_EMBEDDING_DTYPE": "float32"}


def tracked() -> list[str]:
    """The files of the checkout that are not ignored; those of Git where there is Git, else all."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    wanted = (*(f"{package}/" for package in PACKAGES), "pyproject.toml", "README.md", "LICENSE")
    return [
        name for name in listed.stdout.splitlines() if name.startswith(wanted) and (ROOT / name).is_file()
    ]


def test_everything_that_the_packages_hold_is_in_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        inside = set(opened.namelist())
    own = {name for name in tracked() if name.startswith(tuple(f"{package}/" for package in PACKAGES))}
    apart = ("corpus/source/", "service/web/screenshots/")  # What reports and README are made with.
    needless = {name for name in own if name.startswith(apart) or name.endswith("README.md")}
    assert own - needless - inside == set()
    assert {name for name in inside if name.startswith("tests/")} == set()


@pytest.fixture(scope="module")
def ingested(run: Run) -> str:
    done = run("walkalong", "ingest", "--samples", "--json")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_from_itself_and_not_from_the_checkout(run: Run) -> None:
    done = run(
        "python", "-c", "import eval, ingest, prompts, service; print(ingest.__file__, service.__file__)"
    )
    assert done.returncode == 0, done.stderr
    assert str(ROOT) not in done.stdout
    assert done.stdout.count("site-packages") == 2


def test_it_ingests_the_samples_answers_and_finds_itself_well(run: Run, ingested: str) -> None:
    samples = [
        path for path in (ROOT / "corpus").iterdir() if path.suffix in (".pdf", ".docx", ".html", ".md")
    ]
    assert len(json.loads(ingested)["added"]) == len(samples)
    answered = json.loads(run("walkalong", "ask", "What is the No Wrong Door approach?", "--json").stdout)
    assert answered["status"] == "answered"
    assert answered["statements"][0]["passage_ids"]
    brief = run("walkalong", "brief", "How might we build trust?", "-o", "brief.pdf")
    assert brief.returncode == 0, brief.stderr
    looked = run("walkalong", "doctor")
    assert looked.returncode == 0, looked.stdout


def test_its_prompts_and_questions_are_there(run: Run) -> None:
    done = run(
        "python",
        "-c",
        "from importlib.resources import files; from eval.sets.files import CURATED;"
        "print(len(files('prompts').joinpath('answer.system.jinja2').read_text()), len(list(CURATED.iterdir())))",
    )
    assert done.returncode == 0, done.stderr
    assert min(map(int, done.stdout.split())) > 5


@contextmanager
def serving(run: Run) -> Iterator[str]:
    """The address of the service, started as a person would."""
    program = run("python", "-c", "import sys; print(sys.executable)").stdout.strip()
    work = Path(program).parents[2]
    with subprocess.Popen(
        [str(Path(program).with_name("walkalong")), "serve", "--port", "0"],
        cwd=work / "empty",
        env=clean_environment(work),
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr
        try:
            for line in process.stderr:
                if found := re.search(r"running on (http://\S+)", line):
                    yield found[1]
                    return
        finally:
            process.terminate()
    pytest.fail("the service ended before it listened")


def fetch(address: str) -> str:
    """What is there, once the service is ready."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if error.code != 503 or time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def test_it_serves_the_page_with_its_files(run: Run, ingested: str) -> None:
    with serving(run) as address:
        page = fetch(f"{address}/")
        assert "<form" in page
        files = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
        assert files
        assert all(fetch(address + name) for name in files)
        assert "reports" in fetch(f"{address}/v1/reports")


def test_what_operators_need_is_in_it(run: Run) -> None:
    done = run(
        "python",
        "-c",
        "from pathlib import Path; import service;"
        "print(*sorted(path.name for path in (Path(service.__file__).parent / 'deploy').iterdir()))",
    )
    assert done.stdout.split() == ["Containerfile", "walkalong.service"]
