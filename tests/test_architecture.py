"""Which module may import what. Imports inside functions count as well."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "service", "eval")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MAY_IMPORT = {"ingest": {"ingest"}, "service": {"ingest", "service"}, "eval": {"ingest", "service", "eval"}}
HOMES = {
    "pypdf": {"ingest/readers/pdf.py"},
    "pypdfium2": {f"ingest/readers/pdfium/{name}.py" for name in ("document", "outlines", "shapes", "words")},
    "docx": {f"ingest/readers/{name}.py" for name in ("docx", "word/numbers", "word/paragraphs")},
    "bs4": {"ingest/readers/html.py", "ingest/readers/htmlchrome.py"},
    "markdown_it": {"ingest/readers/markdown.py"},
    "charset_normalizer": {"ingest/readers/text.py"},
    "PIL": {"ingest/readers/pdfium/document.py", "service/web/render/page_images.py"},
    "chromadb": {"ingest/index/chroma.py"},
    "bm25s": {"ingest/index/keywords.py"},
    "Stemmer": {"ingest/language/stems.py"},
    "filelock": {"ingest/disk/folder.py", "eval/files.py"},
    # The benchmark compares with the bare library, so it calls that itself.
    "sentence_transformers": {"ingest/embedding/local.py", "eval/bench/ingestion.py"},
    "torch": {"ingest/embedding/local.py", "eval/bench/ingestion.py"},
    "transformers": {"ingest/embedding/local.py"},
    # The rivals that we are compared with are what a user of LangChain would have.
    "langchain_text_splitters": {"ingest/meaning/chunks.py", "eval/bench/rivals.py"},
    # Embeddings and chat models are the two things that a provider's package can take over.
    "langchain": {"ingest/embedding/provider.py", "service/answer/chat_model.py"},
    "langchain_core": {"ingest/embedding/provider.py", "service/answer/chat_model.py"},
    "langchain_openai": {"service/answer/chat_model.py"},
    "scipy": {"eval/figures/intervals.py"},
    "openevals": {"eval/scorers/judge.py"},
    "sklearn": {"eval/figures/agreement.py", "eval/scorers/retrieval.py"},
    "yaml": {"eval/sets/form.py"},
    "sqlalchemy": {
        *(
            f"service/store/{name}.py"
            for name in ("answers", "conversations", "database", "feedback", "sql", "tables")
        ),
        "service/store/migrations/versions/v0001_tables.py",
    },
    "alembic": {
        "service/store/database.py",
        "service/store/migrations/env.py",
        *(
            f"service/store/migrations/versions/{name}.py"
            for name in ("v0001_tables", "v0002_turns_by_answer")
        ),
    },
    "jinja2": {"service/answer/prompts.py", "service/web/render/rendering.py", "eval/html.py"},
    "uvicorn": {"service/cli/serve.py"},
    "rich": {"service/cli/render.py", "service/cli/progress.py"},
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


@cache
def imports(path: Path) -> frozenset[str]:
    """Give the full names of all modules that a file imports."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{name_of(path)} imports relatively"
            found.add(node.module or "")
    return frozenset(found)


def top(module: str) -> str:
    return module.partition(".")[0]


def test_imports_point_one_way() -> None:
    for path in MODULES:
        ours = {top(module) for module in imports(path)} & {*PACKAGES, "tests", "corpus"}
        assert ours <= MAY_IMPORT[path.relative_to(ROOT).parts[0]], name_of(path)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_has_one_home(library: str) -> None:
    users = {name_of(path) for path in MODULES if library in {top(module) for module in imports(path)}}
    assert users <= HOMES[library]


def test_web_frameworks_stay_in_the_service_and_the_rating_page() -> None:
    users = {name_of(path) for path in MODULES if {top(m) for m in imports(path)} & {"fastapi", "starlette"}}
    assert users
    assert all(user.startswith("service/") or user == "eval/rating/app.py" for user in users)


def test_nothing_prints_but_the_command_line() -> None:
    names = [
        name_of(path)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert names == []


def test_every_module_says_what_belongs_in_it() -> None:
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []
