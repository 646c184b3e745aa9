"""The door: signing in, what is said to whoever has no role, and the line that names who is in."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal

import streamlit as st
from streamlit.errors import StreamlitAuthError, StreamlitMissingAuthlibError

from dashboard.language import _
from dashboard.panels import escape
from dashboard.sign_in import DEFAULT_PROVIDER
from dashboard.wording import in_markdown, visible

if TYPE_CHECKING:
    from dashboard.pages.shared import Data
    from dashboard.sign_in import Admission, SignIn
    from incidents.access import Role, User

_log = logging.getLogger(__name__)


def show(sign_in: SignIn, admission: Admission) -> None:
    """Draw the door for somebody who is not let in."""
    with st.container(horizontal_alignment="center"), st.container(key="door", width=420):
        said = _("What happened at the border, where, and how far across")
        st.html(f'<div class="sr-brand">Sarhad<small>{escape(said)}</small></div>')
        st.html(f'<div class="sr-told" role="status">{escape(_why_not(sign_in, admission))}</div>')
        if admission.why_not == "no role":
            _sign_out_button("secondary")
            return
        for provider in sign_in.providers:
            label = _("Sign in")
            if len(sign_in.providers) > 1 and provider != DEFAULT_PROVIDER:
                label = _("Sign in with {provider}").format(provider=in_markdown(provider))
            if st.button(label, type="primary", key=f"sign_in_{provider}", width="stretch"):
                _go_to(sign_in, provider)


def show_for_editors_only(data: Data) -> None:
    """Say on a page that changes the store that the person may only read."""
    said = _("{name} may read here, not change anything. Editors and admins may; ask for the role.")
    told = said.format(name=visible(data.who or ""))
    st.html(f'<div class="sr-empty" role="status">{escape(told)}</div>')


def show_account(user: User) -> None:
    """Draw the line that names who is in, in the rail; when the sign-in ends, the page ends too."""
    with st.container(key="account", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<div class="sr-note">{escape(visible(user.name))}<br>'
            f"{escape(_role_name(user.role))}</div>"
        )
        _sign_out_button("tertiary")
    if user.until is not None:
        left_s = max(1.0, (user.until - datetime.now(UTC)).total_seconds())
        st.fragment(_leave_when_ended, run_every=left_s)(user)


def _why_not(sign_in: SignIn, admission: Admission) -> str:
    if admission.why_not == "not signed in":
        return _("Nothing is shown without signing in.")
    if admission.why_not == "ended":
        return _("The sign-in has ended. Sign in again to go on.")
    whom = visible(sign_in.contact) or _("whoever runs this server")
    if not admission.name:
        said = _(
            "You are signed in, but the provider does not say who you are in a way that can be "
            "relied on, so nothing is shown. Ask {whom}."
        )
        return said.format(whom=whom)
    said = _("{name} is signed in, but has no role here, so nothing is shown. Ask {whom} for one.")
    return said.format(name=visible(admission.name), whom=whom)


def _go_to(sign_in: SignIn, provider: str) -> None:
    try:
        st.login(None if provider == DEFAULT_PROVIDER else provider)
    except (StreamlitAuthError, StreamlitMissingAuthlibError):
        _log.exception("Signing in with %s is not set up whole", provider)
        whom = visible(sign_in.contact) or _("whoever runs this server")
        said = _("Signing in does not work: the server's log says what is missing. Ask {whom}.")
        st.html(f'<div class="sr-empty" role="alert">{escape(said.format(whom=whom))}</div>')


def _sign_out_button(kind: Literal["secondary", "tertiary"]) -> None:
    if st.button(_("Sign out"), key="sign_out", type=kind):
        st.logout()


def _role_name(role: Role) -> str:
    return {"viewer": _("may read"), "editor": _("may edit"), "admin": _("may do everything")}[role]


def _leave_when_ended(user: User) -> None:
    """Draw the whole page anew, which is the door then."""
    if not user.may("viewer"):
        st.rerun()
