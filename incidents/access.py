"""Who may do what with a store: viewers read, editors also write, admins also take away for good.

A store that was opened by a command or a script has no user and no bounds: whoever can write the
file can write the file. A server that many people share hands each of them a store in their name
(`Store.as_user`); every call that writes checks the role there, whatever a page shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from incidents import refusals
from incidents.errors import AccessError

__all__ = ["ROLES", "Role", "User"]

Role: TypeAlias = Literal["viewer", "editor", "admin"]

ROLES: tuple[Role, ...] = ("viewer", "editor", "admin")
"""From the least to the most; each may do what those before it may."""


@dataclass(frozen=True)
class User:
    """A person as the store knows them.

    Attributes
    ----------
    name
        What their versions are stored under.
    role
        What they may do.
    until
        When their right to write ends (aware, UTC); None for never.
    """

    name: str
    role: Role
    until: datetime | None = None

    def may(self, needed: Role) -> bool:
        """Whether the role allows what the needed one does, and the right to it has not ended."""
        return not self._has_ended() and ROLES.index(self.role) >= ROLES.index(needed)

    def require(self, needed: Role, doing: str) -> None:
        """Refuse what the role does not allow.

        Parameters
        ----------
        needed
            The least role that may do it.
        doing
            What was to be done, as "store incidents".

        Raises
        ------
        AccessError
            If it is not allowed; the message says who may.
        """
        if self._has_ended():
            msg = f"{self.name}: {refusals.SIGN_IN_ENDED}"
            raise AccessError(msg)
        if not self.may(needed):
            allowed = " and ".join(f"{role}s" for role in ROLES[ROLES.index(needed) :])
            article = "an" if self.role[0] in "ae" else "a"
            msg = (
                f"{self.name} is {article} {self.role} here and may not {doing}; {allowed} may. "
                "Nothing was stored: ask an admin to do it, or for the role"
            )
            raise AccessError(msg)

    def _has_ended(self) -> bool:
        return self.until is not None and datetime.now(UTC) >= self.until
