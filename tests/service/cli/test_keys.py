import json
from typing import Any

import pytest


def test_a_new_key_stands_alone_on_the_last_line(run: Any) -> None:
    result = run("keys", "add", "--role", "reader", "Ada")
    assert result.exit_code == 0
    key = result.output.splitlines()[-1]
    assert result.stdout == f"{key}\n"
    assert len(key) > 40
    assert " " not in key
    assert key not in run("keys", "list").output


def test_keys_are_listed_with_role_use_and_end(run: Any) -> None:
    run("keys", "add", "--role", "curator", "--ends", "2031-05-01", "Ada")
    assert "Ada: curator, made " in (listed := run("keys", "list").output)
    assert "never used, ends 2031-05-01" in listed
    [entry] = json.loads(run("keys", "list", "--json").stdout)
    assert (entry["name"], entry["role"], entry["ends_at"]) == (
        "Ada",
        "curator",
        "2031-05-01T00:00:00.000+00:00",
    )
    assert "digest" not in entry


def test_a_revoked_key_stays_in_the_list(run: Any) -> None:
    run("keys", "add", "Ada")
    assert run("keys", "revoke", "Ada").exit_code == 0
    assert "revoked" in run("keys", "list").output
    result = run("keys", "revoke", "Ada")
    assert result.exit_code == 1
    assert "no key 'Ada' that works" in result.output


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "--role", "owner", "Ada"), 2, "owner"),
        (("add", ""), 1, "NAME"),
        (("add", "a\nb"), 1, "NAME"),
        (("add", "x" * 101), 1, "NAME"),
        (("add", "--ends", "tomorrow", "Ada"), 2, "ends"),
    ],
)
def test_wrong_words_are_refused(run: Any, arguments: tuple[str, ...], code: int, said: str) -> None:
    result = run("keys", *arguments)
    assert (result.exit_code, said in result.output) == (code, True)
