from service.access.callers import LOCAL, NOBODY
from service.access.roles import Role


def test_anybody_at_this_machine_may_everything_and_sees_what_is_nobodys() -> None:
    assert LOCAL.role is Role.ADMIN
    assert LOCAL.sees == ("",)


def test_nobody_sees_nothing_that_is_somebodys() -> None:
    assert NOBODY.role is Role.READER
    assert "" not in NOBODY.sees
