"""Which module may import what, and how large rooms and modules may be; and that every route has a role.

Imports inside functions count as well.
"""

import ast
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from service.access.routes import ROUTES, role_needed
from service.settings import Settings
from service.web.app import create_app
from tests.service.access.walk import routes_of

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "service", "eval")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
MAY_IMPORT = {"ingest": {"ingest"}, "service": {"ingest", "service"}, "eval": {"ingest", "service", "eval"}}
FLOORS = {
    "ingest": (
        {"types", "errors", "settings", "lazy"},
        {"language", "disk", "progress"},
        {"layout", "embedding"},
        {"readers", "meaning"},
        {"index"},
        {"library"},
        {"build"},
    ),
    "service": (
        {"types", "settings"},
        {"question", "search", "check", "telling", "store"},
        {"choice", "reports", "answer", "access", "intake"},
        {"catalogue", "learning", "opinion", "prepared"},
        {"assistant", "brief", "draft", "upkeep"},
        {"survey"},
        {"wire"},
        {"mcp", "client"},
        {"web", "cli"},
    ),
    "eval": (
        {"types", "options", "files", "html", "tables"},
        {"sets"},
        {"scorers"},
        {"runs"},
        {"figures"},
        {"rating"},
        {"report"},
        {"site"},
        {"bench", "briefs", "checker"},
        {"cli", "ablation", "rivals"},
    ),
}
"""The rooms of each package, from the ground up. A room imports from the floors below it only."""
UPSTAIRS = {("ingest", "settings", "errors"), ("service", "cli", "web")}
"""Arrows on one floor that are meant: settings complain by the family of errors, and `serve` starts the web service."""
TESTED_THROUGH = {
    "tests/ingest/readers/test_pdf.py": "ingest/layout/{compose,order,pagebreaks,paragraphs,parts,read,titlepage}"
    " ingest/layout/roles/{assign,footnotes} ingest/layout/text/{characters,glyphs,spacing}"
    " ingest/readers/pdfium/document",
    "tests/ingest/readers/test_docx.py": "ingest/readers/flow ingest/readers/word/notes",
    "tests/ingest/embedding/test_local.py": "ingest/embedding/embedder",
    "tests/ingest/index/test_record.py": "ingest/index/tables",
    "tests/ingest/language/test_gazetteer.py": "ingest/language/wordlists",
    "tests/ingest/library/test_open.py": "ingest/library/manifest",
    "tests/ingest/meaning/test_terms.py": "ingest/meaning/{longforms,phrases}",
    "tests/ingest/test_build.py": "ingest/{errors,progress,settings,types} ingest/library/result",
    "tests/service/answer/test_chat.py": "service/answer/model/chat_model",
    "tests/service/check/test_statement.py": "service/check/{causes,faults,matter,polarity,reading,senses}"
    " service/check/{modality,speakers,strength}",
    "tests/service/brief/test_make.py": "service/brief/types",
    "tests/service/brief/sheet/test_write.py": "service/brief/sheet/{docx,html,lay_out,markdown,parts,pdf}",
    "tests/service/survey/story/test_make.py": "service/survey/story/{choose,pool,subject,types}",
    "tests/service/web/routes/learning/test_stories.py": "service/wire/surveys/stories",
    "tests/service/draft/test_check.py": "service/draft/{read,support,types}",
    "tests/service/draft/sheet/test_write.py": "service/draft/sheet/{docx,html,lay_out}",
    "tests/service/web/routes/test_surveys.py": "service/wire/surveys/models",
    "tests/service/web/routes/test_checks.py": "service/wire/drafts",
    "tests/service/web/routes/test_briefs.py": "service/store/briefs service/wire/briefs",
    "tests/service/web/routes/test_questions.py": "service/wire/learning",
    "tests/service/learning/test_firstdays.py": "service/learning/{assumed,candidates,purpose}",
    "tests/service/web/routes/test_reflections.py": "service/store/{reflection_contract,reflections}",
    "tests/service/choice/test_choose.py": "service/choice/{fit,sides,units}",
    "tests/service/catalogue/test_tell.py": "service/catalogue/{front,summary,told,which}",
    "tests/service/cli/test_main.py": "service/cli/{progress,render,serve}",
    "tests/service/cli/test_upkeep.py": "service/upkeep/examine",
    "tests/service/upkeep/test_retention.py": "service/wire/kept",
    "tests/service/upkeep/test_repair.py": "service/upkeep/condition",
    "tests/service/intake/test_queue.py": "service/intake/{states,worker}",
    "tests/service/reports/test_glossary.py": "service/reports/library_cache",
    "tests/service/store/test_sql.py": "service/store/{contract,database,feedback,keys,tables}",
    "tests/service/store/library/test_versions.py": "service/store/library/rows",
    "tests/service/test_assistant.py": "service/{types,question/spelling,search/retrieve,search/texts}",
    "tests/service/web/test_app.py": "service/web/{context,routes/answers,routes/reports} service/wire/{bodies,checks}",
    "tests/service/web/routes/test_exports.py": "service/web/lists",
    "tests/service/wire/test_views.py": "service/wire/{filters,rows}",
    "tests/service/web/routes/test_completions.py": "service/wire/completions",
    "tests/service/mcp/test_server.py": "service/mcp/tools",
    "tests/service/web/pages/test_ask.py": "service/web/pages/{asking,view}",
    "tests/eval/bench/test_spans.py": "eval/bench/{data,ingestion,page,quotes} eval/cli/bench eval/{ablation,rivals}",
    "tests/eval/cli/test_runs.py": "eval/cli/{main,report,sets} eval/report/lines eval/{options,types}",
    "tests/eval/rating/test_app.py": "eval/rating/{desk,pages} eval/{files,html}",
    "tests/eval/figures/test_gate.py": "eval/figures/traces",
    "tests/eval/checker/test_benchmark.py": "eval/checker/sentences",
    "tests/service/brief/test_stance.py": "service/brief/cues",
    "tests/eval/scorers/test_answers.py": "eval/scorers/context",
    "tests/eval/runs/test_ask.py": "eval/runs/throwaway",
}
"""Modules without tests of their own name: what they do shows only in the tests of whoever calls them."""
MOST_LINES, MOST_MODULES = 300, 12
HOMES = {
    # The rivals that we are compared with read PDFs as LangChain's tutorial does.
    "pypdf": {"ingest/readers/pdf.py", "eval/bench/rival_reports.py"},
    "pypdfium2": {
        f"ingest/readers/pdfium/{name}.py"
        for name in ("document", "fields", "outlines", "shapes", "tags", "words")
    },
    "docx": {
        *(f"ingest/readers/{name}.py" for name in ("docx", "word/numbers", "word/paragraphs", "word/tables")),
        *(f"ingest/readers/word/{name}.py" for name in ("margins", "notes")),
        "service/brief/sheet/docx.py",
        "service/telling/word.py",
        "service/draft/sheet/docx.py",
    },
    "typst": {"service/brief/sheet/pdf.py"},
    "bs4": {f"ingest/readers/{name}.py" for name in ("html", "htmlchrome", "htmlnotes")},
    "markdown_it": {"ingest/readers/markdown.py"},
    "charset_normalizer": {"ingest/readers/text.py"},
    "PIL": {"ingest/readers/pdfium/document.py", "service/web/render/page_images.py"},
    "chromadb": {"ingest/index/chroma.py", "ingest/index/chroma_server.py"},
    "py3langid": {"ingest/language/detect.py"},
    "bm25s": {"ingest/index/keywords.py"},
    "Stemmer": {"ingest/language/stems.py"},
    "filelock": {"ingest/disk/folder.py", "eval/files.py"},
    # The benchmark compares with the bare library, so it calls that itself.
    "sentence_transformers": {
        "ingest/embedding/local.py",
        "ingest/embedding/reranker.py",
        "ingest/embedding/entailment.py",
        "eval/bench/ingestion.py",
    },
    "torch": {"ingest/embedding/local.py", "eval/bench/ingestion.py"},
    "transformers": {"ingest/embedding/local.py"},
    # The rivals that we are compared with are what a user of LangChain would have.
    "langchain_text_splitters": {"ingest/meaning/chunks.py", "eval/bench/splitters.py"},
    # Embeddings and chat models are the two things that a provider's package can take over.
    "langchain": {"ingest/embedding/provider.py", "service/answer/model/providers.py"},
    "langchain_core": {
        "ingest/embedding/provider.py",
        "service/answer/model/chat_model.py",
        "service/answer/model/providers.py",
    },
    "langchain_openai": {"service/answer/model/chat_model.py"},
    "scipy": {"eval/figures/intervals.py"},
    "openevals": {"eval/scorers/judge.py"},
    "sklearn": {"eval/scorers/retrieval.py"},
    "openpyxl": {"eval/tables.py", "service/telling/workbook.py"},
    "yaml": {"eval/sets/files.py", "eval/checker/sentences.py"},
    "sqlalchemy": {
        *(
            f"service/store/{name}.py"
            for name in (
                "answers",
                "briefs",
                "conversations",
                "database",
                "feedback",
                "keys",
                "reflections",
                "retention",
                "sql",
                "tables",
            )
        ),
        "service/store/migrations/versions/v0001_tables.py",
        "service/store/migrations/versions/v0003_access.py",
        "service/store/migrations/versions/v0004_briefs.py",
        "service/store/migrations/versions/v0005_reflections.py",
        "service/store/migrations/versions/v0006_library.py",
        "service/store/library/rows.py",
    },
    "alembic": {
        "service/store/database.py",
        "service/store/migrations/env.py",
        *(
            f"service/store/migrations/versions/{name}.py"
            for name in (
                "v0001_tables",
                "v0002_turns_by_answer",
                "v0003_access",
                "v0004_briefs",
                "v0005_reflections",
                "v0006_library",
            )
        ),
    },
    "jinja2": {
        "service/answer/prompts.py",
        "service/web/render/rendering.py",
        "eval/html.py",
        "service/brief/sheet/html.py",
        "service/draft/sheet/html.py",
    },
    "httpx2": {"service/client.py"},
    "mcp": {"service/mcp/server.py", "service/mcp/tools.py"},
    "mcp_types": {"service/mcp/server.py", "service/mcp/tools.py"},
    "uvicorn": {"service/cli/serve.py", "service/access/proxies.py"},
    "sse_starlette": {
        "service/web/events.py",
        "service/web/pages/ask.py",
        "service/web/routes/completions.py",
    },
    "limits": {"service/access/limits.py"},
    "opentelemetry": {"service/upkeep/traces.py"},
    "prometheus_client": {"service/upkeep/metrics.py"},
    "rich": {"service/cli/render.py", "service/cli/progress.py"},
}
NOT_PARTICIPLES = frozenset("embed feed need succeed".split())
IRREGULAR = frozenset(
    "begun broke brought chosen done drawn found given gone grown held hidden kept known led left lent lost made meant"
    " misspelt said seen sent shown spelt spoken stood taken thought told understood within written".split()
)
PARTICIPLES_ALLOWED = frozenset(
    "cited_gold claimed_fairly ranking required_cited said_once seen_by signed_in".split()
)
"""Scorers have the names of their metrics; `store.seen_by(owner)` and `store.signed_in(key)` read as what they give."""


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
            module = node.module or ""
            found.add(module)
            # `from service.web import guards` imports the module service.web.guards.
            names = (f"{module}.{alias.name}" for alias in node.names)
            found.update(name for name in names if (ROOT / f"{name.replace('.', '/')}.py").exists())
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
    assert all(
        user.startswith("service/")
        or user in {"eval/rating/app.py", "eval/rating/sides_app.py", "eval/site/runs.py"}
        for user in users
    )


def room_of(module: str) -> tuple[str, str] | None:
    """Package and room of a module of ours; None for other modules and for a package itself."""
    parts = module.split(".")
    return (parts[0], parts[1]) if parts[0] in PACKAGES and len(parts) > 1 else None


def arrows() -> set[tuple[str, str, str]]:
    """Package, room, and a room of the same package that it imports from."""
    found = set()
    for path in MODULES:
        home = room_of(".".join(path.relative_to(ROOT).with_suffix("").parts))
        for module in imports(path):
            other = room_of(module)
            if home and other and home[0] == other[0] and home != other:
                found.add((home[0], home[1], other[1]))
    return found


def test_rooms_import_from_the_floors_below() -> None:
    floor = {
        (package, room): number
        for package, floors in FLOORS.items()
        for number, rooms in enumerate(floors)
        for room in rooms
    }
    up = {
        (package, room, other)
        for package, room, other in arrows()
        if floor[package, other] >= floor[package, room]
    }
    assert up - UPSTAIRS == set()


def test_every_room_has_its_floor() -> None:
    rooms = {
        (package, path.stem)
        for package in PACKAGES
        for path in (ROOT / package).iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }
    assert rooms == {(package, room) for package in PACKAGES for floor in FLOORS[package] for room in floor}


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    graph = {name: imports(path) & names.keys() - {name} for name, path in names.items()}
    TopologicalSorter(graph).prepare()


def test_no_room_is_crowded() -> None:
    crowded = {}
    for folder in {path.parent for path in MODULES}:
        modules = [path for path in folder.glob("*.py") if path.name != "__init__.py"]
        if len(modules) > MOST_MODULES:
            crowded[name_of(folder)] = len(modules)
    assert crowded == {}


def test_no_module_is_long() -> None:
    lines = {name_of(path): len(path.read_text("utf-8").splitlines()) for path in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def test_no_class_name_means_two_things() -> None:
    homes: dict[str, list[str]] = {}
    for path in MODULES:
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name.lstrip("_"), []).append(name_of(path))
    assert {name: where for name, where in homes.items() if len(where) > 1} == {}


def expanded(listed: str) -> list[str]:
    """Names with braces written out: `a/{b,c}` is `a/b` and `a/c`."""
    names = []
    for word in listed.split():
        before, _, rest = word.partition("{")
        inside, _, after = rest.partition("}")
        names += [f"{before}{each}{after}" for each in inside.split(",")] if rest else [word]
    return names


def test_every_module_is_tested_under_its_name_or_through_a_named_caller() -> None:
    through = {f"{name}.py" for listed in TESTED_THROUGH.values() for name in expanded(listed)}
    untested = {
        name_of(path)
        for path in MODULES
        if not path.stem.startswith("__")
        and "migrations" not in path.parts
        and not (ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")).exists()
    }
    assert untested == through & untested
    assert [name for name in TESTED_THROUGH if not (ROOT / name).exists()] == []
    assert {name for name in through if not (ROOT / name).exists()} == set()


def is_participle(name: str) -> bool:
    first = name.strip("_").split("_")[0]
    return (
        not name.startswith("__")
        and first not in NOT_PARTICIPLES
        and (first in IRREGULAR or first.endswith(("ed", "ing")))
    )


def test_functions_are_named_by_what_they_do() -> None:
    """A verb and its object; a participle says what comes out (`told`, `known`), and not what is done."""
    found = {
        f"{name_of(path)} {node.name}"
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and is_participle(node.name)
        and not any("property" in ast.unparse(decorator) for decorator in node.decorator_list)
    }
    assert {name for name in found if name.split()[1] not in PARTICIPLES_ALLOWED} == set()
    assert {name.split()[1] for name in found} >= PARTICIPLES_ALLOWED


def is_tuned(value: ast.expr | None) -> bool:
    """A number, a pattern, or a row or table of numbers: what can't explain itself."""
    match value:
        case ast.Constant():
            return type(value.value) in {int, float}
        case ast.UnaryOp():
            return is_tuned(value.operand)
        case ast.BinOp():
            return is_tuned(value.left) and is_tuned(value.right)
        case ast.Tuple():
            return bool(value.elts) and all(map(is_tuned, value.elts))
        case ast.Dict():
            return bool(value.values) and all(map(is_tuned, value.values))
        case ast.Call():
            return ast.unparse(value.func) == "re.compile"
        case _:
            return False


def unexplained_constants(path: Path) -> list[str]:
    """Constants of a module with no comment on or above their line, and no string below."""
    lines = path.read_text("utf-8").splitlines()
    body = tree_of(path).body
    found = []
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not isinstance(node, ast.Assign | ast.AnnAssign) or not is_tuned(node.value):
            continue
        documented = isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant)
        around = lines[max(node.lineno - 2, 0) : node.end_lineno]
        if not documented and not any("# " in line for line in around):
            found.append(f"{name_of(path)}:{node.lineno}")
    return found


def test_every_number_and_pattern_says_why() -> None:
    unexplained = [found for path in MODULES for found in unexplained_constants(path)]
    assert unexplained == []


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


def test_every_route_has_its_role() -> None:
    """A new route needs a row in service/access/routes.py."""
    routes = routes_of(create_app(Settings()))
    versioned = {route for route in routes if route.startswith("GET /static/") and route.count("/") > 2}
    assert routes - versioned == set(ROUTES)
    assert all(role_needed("GET", route.removeprefix("GET ")) is None for route in versioned)
