"""Who is asking, as a request's key, cookie or proxy tells."""

from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from service.access.roles import Role

Kind = Literal["local", "setting", "key", "proxy"]
"""How somebody is known: as anybody at this machine, by a key of the setting or of the database, by a proxy."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may use the service."""

    kind: Kind
    name: str
    role: Role
    owner: str
    """Names them as the owner of conversations; empty for anybody at this machine."""

    @property
    def sees(self) -> tuple[str, ...]:
        """The owners whose conversations the caller sees; the caller comes first.

        Keys of the setting are older than owners of conversations, so they also see conversations without an owner.
        """
        return (self.owner, "") if self.kind == "setting" else (self.owner,)


LOCAL = Caller("local", "this machine", Role.ADMIN, "")
NOBODY = Caller("proxy", "nobody", Role.READER, "nobody")
"""Stands for whoever needs no key; owns nothing and sees nothing that is somebody's."""
CALLER: ContextVar[Caller | None] = ContextVar("caller", default=None)
"""Set for each request once it was let in."""
SIGNED_IN: ContextVar[bool] = ContextVar("signed_in", default=False)
"""Whether a cookie of this service let the request in, so that signing out means something."""
