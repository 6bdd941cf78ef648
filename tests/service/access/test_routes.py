import pytest

from service.access.roles import Role
from service.access.routes import is_listed, role_needed
from service.settings import Settings
from service.web.app import create_app
from tests.service.access.walk import routes_of


def test_a_route_without_a_role_is_found_and_closed() -> None:
    app = create_app(Settings())
    app.add_api_route("/v1/forgotten", lambda: "words", methods=["GET"])
    assert routes_of(app) > {"GET /v1/forgotten"}
    assert role_needed("GET", "/v1/forgotten") is Role.ADMIN
    assert not is_listed("/v1/forgotten")


@pytest.mark.parametrize(
    ("method", "path", "role"),
    [
        ("GET", "/healthz", None),
        ("GET", "/static/0123/parts/app.css", None),
        ("POST", "/v1/answers", Role.READER),
        ("GET", "/answers/1.md", Role.READER),
        ("POST", "/v1/ingestions", Role.CURATOR),
        ("PUT", "/v1/answers", Role.READER),
        ("GET", "/v1/answers/1/", Role.ADMIN),
        ("GET", "/V1/answers/1", Role.ADMIN),
    ],
)
def test_a_request_needs_the_role_of_its_row(method: str, path: str, role: Role | None) -> None:
    assert role_needed(method, path) is role
