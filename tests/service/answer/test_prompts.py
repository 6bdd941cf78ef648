import hashlib

import pytest
from jinja2 import UndefinedError

from ingest.errors import SettingsError
from service.answer.prompts import load_prompt, parse_prompt


def test_a_packaged_prompt_is_loaded_with_the_hash_of_its_text() -> None:
    prompt = load_prompt("answer.system", frozenset())
    assert prompt.name == "answer.system"
    assert prompt.version == hashlib.sha256(prompt.text.encode()).hexdigest()[:8]
    assert prompt.render() == prompt.text.strip()


def test_a_prompt_that_uses_other_variables_than_declared_is_refused() -> None:
    with pytest.raises(SettingsError, match=r"\['b'\].*\['a'\]"):
        parse_prompt("task.user", "{{ b }}", frozenset({"a"}))


def test_variables_of_a_loop_need_no_declaration() -> None:
    prompt = parse_prompt("task.user", "{% for x in xs %}{{ x.y }}{% endfor %}", frozenset({"xs"}))
    assert prompt.render(xs=[{"y": 1}, {"y": 2}]) == "12"


def test_a_missing_value_is_an_error_and_not_a_gap() -> None:
    prompt = parse_prompt("task.user", "{{ a }}", frozenset({"a"}))
    with pytest.raises(UndefinedError):
        prompt.render()


def test_values_are_filled_in_as_they_are() -> None:
    prompt = parse_prompt("task.user", "{{ a }}", frozenset({"a"}))
    assert prompt.render(a="{{ b }} <i> & [S1]") == "{{ b }} <i> & [S1]"


def test_a_template_that_is_no_jinja_is_refused() -> None:
    with pytest.raises(SettingsError, match="line 2"):
        parse_prompt("task.user", "\n{% for %}", frozenset())


def test_a_prompt_that_does_not_exist_is_named() -> None:
    with pytest.raises(SettingsError, match=r"nosuch\.system"):
        load_prompt("nosuch.system", frozenset())
