"""Signing in: who is let in, in which role, and for how long.

Streamlit speaks with the OpenID Connect provider (`st.login`) and hands on what the identity token
claims. Here the claims become a `User` of the store, by the lists in the `[access]` part of
`secrets.toml`. Whoever stands in none of them sees nothing. No streamlit here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from incidents.access import ROLES, Role, User
from incidents.errors import AccessError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Admission", "SignIn"]

DEFAULT_PROVIDER = "default"
"""What Streamlit calls a provider whose settings stand in `[auth]` itself."""

_EMAIL = "email"
_LISTS = {role: (f"{role}s", f"{role}_groups") for role in ROLES}
_TEXTS = {"person_claim": _EMAIL, "groups_claim": "groups", "contact": ""}
_KEYS = (*(key for keys in _LISTS.values() for key in keys), *_TEXTS, "session_hours")
_MOST_HOURS = 168.0
_CLOCKS_DIFFER = timedelta(minutes=5)
_MOST_SIGNS = 200
_LEAST_SECRET = 32
_LAST_SECOND = 1e11


@dataclass(frozen=True)
class Admission:
    """Who asked to be let in: `user` where they are, else why not; `name` as far as it is known."""

    user: User | None
    name: str = ""
    why_not: Literal["", "not signed in", "ended", "no role"] = ""


@dataclass(frozen=True)
class SignIn:
    """How people sign in, and who has which role.

    Attributes
    ----------
    providers
        Names of the OpenID Connect providers, as `st.login` takes them.
    people, groups
        Who, and members of which groups, have a role.
    person_claim, groups_claim
        Claims of the identity token that name the person, and their groups.
    session
        How long a sign-in is good for, from when the provider issued the token.
    contact
        Whom to ask for a role.
    """

    providers: tuple[str, ...]
    people: Mapping[Role, frozenset[str]]
    groups: Mapping[Role, frozenset[str]]
    person_claim: str = _EMAIL
    groups_claim: str = "groups"
    session: timedelta = timedelta(hours=12)
    contact: str = ""

    @classmethod
    def from_secrets(cls, secrets: Mapping[str, Any], *, required: bool = False) -> SignIn | None:
        """Read the settings; None where nobody has to sign in.

        Parameters
        ----------
        secrets
            The content of `secrets.toml`: `[auth]` as Streamlit wants it, and `[access]`.
        required
            Whether it is an error that no sign-in is set up.

        Raises
        ------
        AccessError
            If it is set up by half, or says what is not known: all of it is listed. Nobody is let
            in then.
        """
        auth, access = secrets.get("auth"), secrets.get("access")
        if auth is None and access is None and not required:
            return None
        problems: list[str] = []
        providers = _providers(auth if isinstance(auth, Mapping) else {})
        if not providers:
            problems.append("[auth] names no provider (client_id) to sign in with")
        secret = auth.get("cookie_secret") if isinstance(auth, Mapping) else None
        if not isinstance(secret, str) or len(secret) < _LEAST_SECRET:
            problems.append(f"cookie_secret in [auth] has fewer than {_LEAST_SECRET} signs")
        if not isinstance(access, Mapping):
            access = {}
        unknown = sorted(set(access) - set(_KEYS))
        if unknown:
            problems.append(f"[access] knows no {', '.join(unknown)}; use {', '.join(_KEYS)}")
        names = {key: _names(access, key, problems) for keys in _LISTS.values() for key in keys}
        if not any(names.values()):
            problems.append("[access] gives nobody a role; name yourself in admins")
        hours = _hours(access, problems)
        texts = {key: _text(access, key, problems) for key in _TEXTS}
        if problems:
            msg = f"The sign-in is not set up as it must be: {'; '.join(problems)}"
            raise AccessError(msg)
        folded = texts["person_claim"] == _EMAIL
        return cls(
            providers=providers,
            people={
                role: frozenset(n.casefold() if folded else n for n in names[people])
                for role, (people, _) in _LISTS.items()
            },
            groups={role: frozenset(names[groups]) for role, (_, groups) in _LISTS.items()},
            session=timedelta(hours=hours),
            **texts,
        )

    def admit(self, claims: Mapping[str, Any], now: datetime | None = None) -> Admission:
        """Let a person in, or say why not.

        Parameters
        ----------
        claims
            What the identity token says, and `is_logged_in`; empty for a stranger.
        now
            The moment, aware; the present one where not given.

        Notes
        -----
        An e-mail address counts only where the provider says that it has checked it
        (`email_verified`): elsewhere anybody may claim any address.
        """
        if claims.get("is_logged_in") is not True:
            return Admission(None, why_not="not signed in")
        now = now or datetime.now(UTC)
        person = self._person(claims)
        subject = claims.get("sub")
        name = person or (subject if isinstance(subject, str) else "")
        issued = claims.get("iat")
        if not isinstance(issued, int | float) or not 0 < issued < _LAST_SECOND:
            return Admission(None, name, "ended")
        issued_at = datetime.fromtimestamp(issued, UTC)
        until = issued_at + self.session
        if not issued_at - _CLOCKS_DIFFER <= now < until:
            return Admission(None, name, "ended")
        role = self._role(person, claims.get(self.groups_claim))
        if role is None or not name:
            return Admission(None, name, "no role")
        return Admission(User(name, role, until), name)

    def _person(self, claims: Mapping[str, Any]) -> str:
        """The claim that names the person; "" where it is not there or nobody has checked it."""
        value = claims.get(self.person_claim)
        if not isinstance(value, str) or not 0 < len(value.strip()) <= _MOST_SIGNS:
            return ""
        if self.person_claim != _EMAIL:
            return value.strip()
        return value.strip().casefold() if claims.get("email_verified") is True else ""

    def _role(self, person: str, claimed_groups: object) -> Role | None:
        """The highest role that the person or one of their groups has."""
        if isinstance(claimed_groups, str):
            claimed_groups = [claimed_groups]
        member_of = set(_texts(claimed_groups) if isinstance(claimed_groups, list) else ())
        for role in reversed(ROLES):
            if person in self.people[role] or self.groups[role] & member_of:
                return role
        return None


def _providers(auth: Mapping[str, Any]) -> tuple[str, ...]:
    named = [
        name
        for name, part in auth.items()
        if isinstance(part, Mapping) and "client_id" in part and name != "client_kwargs"
    ]
    return tuple([DEFAULT_PROVIDER, *named] if "client_id" in auth else named)


def _hours(access: Mapping[str, Any], problems: list[str]) -> float:
    value = access.get("session_hours", 12)
    known = isinstance(value, int | float) and not isinstance(value, bool)
    if known and 0 < value <= _MOST_HOURS:
        return float(value)
    problems.append(f"session_hours is not a number above 0 and up to {_MOST_HOURS:g}")
    return 0.0


def _text(access: Mapping[str, Any], key: str, problems: list[str]) -> str:
    value = access.get(key, _TEXTS[key])
    if isinstance(value, str) and (value or not _TEXTS[key]):
        return value
    problems.append(f"{key} is not a text")
    return ""


def _names(access: Mapping[str, Any], key: str, problems: list[str]) -> list[str]:
    value = access.get(key, [])
    if not isinstance(value, list) or len(names := list(_texts(value))) < len(value):
        problems.append(f'{key} is not a list of texts such as ["one", "other"]')
        return []
    return names


def _texts(values: Iterable[object]) -> Iterable[str]:
    return (value.strip() for value in values if isinstance(value, str) and value.strip())
