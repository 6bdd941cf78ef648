import pytest

from ingest.errors import SettingsError
from service.access.callers import LOCAL, Caller
from service.access.limits import DEFAULTS, Limits, work_of
from service.access.roles import Role
from service.settings import Settings, load_settings

ADA = Caller("key", "Ada", Role.READER, "key:1")
BO = Caller("key", "Bo", Role.READER, "key:2")
HERE, THERE = "203.0.113.1", "203.0.113.2"


def counted(limits: Limits, times: int, caller: Caller | None, address: str) -> list[bool]:
    found = [limits.count("answers", caller, address) for _ in range(times)]
    return [allowance.allowed for allowance in found if allowance]


def test_each_key_has_its_own_count_wherever_it_comes_from() -> None:
    limits = Limits(Settings(limit_answers="2/day"))
    assert counted(limits, 2, ADA, HERE) == [True, True]
    assert counted(limits, 1, ADA, THERE) == [False]
    assert counted(limits, 1, BO, HERE) == [True]


def test_without_a_key_the_address_counts() -> None:
    limits = Limits(Settings(limit_answers="1/day"))
    assert counted(limits, 2, None, HERE) == [True, False]
    assert counted(limits, 1, None, THERE) == [True]


def test_callers_at_this_machine_are_counted_only_where_a_setting_says_so() -> None:
    assert counted(Limits(Settings()), 3, LOCAL, HERE) == []
    assert counted(Limits(Settings(limit_answers="1/day")), 2, LOCAL, HERE) == [True, False]


def test_off_counts_nobody() -> None:
    assert counted(Limits(Settings(limit_answers="off")), 3, ADA, HERE) == []


def test_what_remains_is_told_and_when_to_come_again() -> None:
    limits = Limits(Settings(limit_answers="1/day"))
    first, second = (limits.count("answers", ADA, HERE) for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.headers["RateLimit-Limit"] == "1"
    assert first.headers["RateLimit-Remaining"] == "0"
    assert "Retry-After" not in first.headers
    assert 1 <= int(second.headers["Retry-After"]) <= 86_400


def test_signing_in_is_always_limited() -> None:
    limits = Limits(Settings())
    most = int(DEFAULTS["sign_ins"].partition("/")[0])
    allowed = [limits.count("sign_ins", None, HERE) for _ in range(most + 1)]
    assert [bool(each and each.allowed) for each in allowed] == [True] * most + [False]


@pytest.mark.parametrize("text", ["many", "0/minute", "5 per minute", "5/year", "-1/day", "99999999/day"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(SettingsError, match="limit_answers"):
        load_settings(limit_answers=text)


@pytest.mark.parametrize(
    ("method", "path", "work"),
    [
        ("POST", "/v1/answers", "answers"),
        ("GET", "/v1/answers/1", "requests"),
        ("POST", "/v1/briefs", "briefs"),
        ("POST", "/add", "uploads"),
        ("GET", "/add", "requests"),
    ],
)
def test_a_request_counts_as_its_work(method: str, path: str, work: str) -> None:
    assert work_of(method, path) == work
