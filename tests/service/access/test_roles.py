from typing import get_args

import pytest

from service.access.roles import WORDS, Role, role_of
from service.settings import Settings


def test_each_role_may_do_what_those_before_it_may() -> None:
    assert WORDS == ("reader", "evaluator", "curator", "admin")
    assert Role.READER < Role.EVALUATOR < Role.CURATOR < Role.ADMIN


@pytest.mark.parametrize("word", WORDS)
def test_a_role_is_found_by_its_word(word: str) -> None:
    assert role_of(word).word == word


def test_no_other_word_is_a_role() -> None:
    with pytest.raises(KeyError):
        role_of("owner")


def test_a_proxy_may_grant_any_role() -> None:
    assert get_args(Settings.model_fields["proxy_role"].annotation) == WORDS
