from collections.abc import Iterator
from dataclasses import fields, is_dataclass

import pytest
from fastapi.testclient import TestClient
from jinja2 import meta, nodes

from service.web import app
from service.web.render import rendering


def all_pages(kind: type[rendering.SitePage] = rendering.SitePage) -> Iterator[type[rendering.SitePage]]:
    for page in kind.__subclasses__():
        yield page
        yield from all_pages(page)


def variables(template: str) -> set[str]:
    """Names that a template and those it extends or includes take from outside, without what it sets itself."""
    loader = rendering.environment.loader
    assert loader is not None
    tree = rendering.environment.parse(loader.get_source(rendering.environment, template)[0])
    imported = {
        name if isinstance(name, str) else name[1]
        for imports in tree.find_all(nodes.FromImport)
        for name in imports.names
    }
    set_here = {name.name for name in tree.find_all(nodes.Name) if name.ctx in ("store", "param")}
    set_here |= {macro.name for macro in tree.find_all(nodes.Macro)}
    found = meta.find_undeclared_variables(tree) - imported - set_here
    for other in meta.find_referenced_templates(tree):
        assert other
        found |= variables(other)
    return found - set(rendering.environment.globals) - {"here"}


def test_there_are_pages() -> None:
    assert callable(app.create_app)  # its imports bring all pages in
    assert list(all_pages())


@pytest.mark.parametrize("page", list(all_pages()), ids=lambda page: page.__name__)
def test_a_template_uses_exactly_the_fields_of_its_page(page: type[rendering.SitePage]) -> None:
    assert is_dataclass(page)
    assert variables(page.template) == {field.name for field in fields(page)}


def test_static_files_are_kept_under_the_name_of_their_version(client: TestClient) -> None:
    address = rendering.asset("app.css")
    assert f'href="{address}"' in client.get("/").text
    kept = client.get(address)
    assert "immutable" in kept.headers["cache-control"]
    assert kept.headers["content-type"].startswith("text/css")
    assert "immutable" not in client.get("/static/app.css").headers["cache-control"]
