"""The doors of the server: what a link leads to before and after somebody signs in."""

import asyncio
from http.cookies import SimpleCookie
from urllib.parse import quote

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard import doors

LINK = "/record?incident=2014-10-17a&text=%D9%85%DB%8C%D8%B1%20x&lang=fa"


class Browser:
    """A browser before an app, with its cookies; `signed_in` says whether the person is let in."""

    def __init__(self):
        self.signed_in = False
        self.cookies = {}
        self._app = Starlette(
            routes=[Route("/{rest:path}", lambda _request: PlainTextResponse("page"))],
            middleware=doors.middleware(lambda _cookies: self.signed_in),
        )

    def get(self, address, *, accept="text/html,*/*", scheme="http"):
        """Status, and headers by their names; what is to be kept is kept."""
        path, _, query = address.partition("?")
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = {}

        async def receive():
            await asyncio.Event().wait()

        async def send(message):
            if message["type"] == "http.response.start":
                answer["status"] = message["status"]
                answer["headers"] = {k.decode(): v.decode() for k, v in message["headers"]}

        scope = {
            "type": "http", "method": "GET", "scheme": scheme, "http_version": "1.1",
            "path": path, "raw_path": path.encode(), "root_path": "",
            "query_string": query.encode(), "server": ("127.0.0.1", 80),
            "headers": [(b"accept", accept.encode()), (b"cookie", cookies.encode())],
        }  # fmt: skip
        asyncio.run(self._app(scope, receive, send))
        for name, morsel in SimpleCookie(answer["headers"].get("set-cookie", "")).items():
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
        return answer["status"], answer["headers"]


@pytest.fixture
def browser():
    return Browser()


def test_a_link_is_opened_again_once_after_the_sign_in(browser):
    assert browser.get(LINK)[0] == 200
    browser.get("/")  # the provider's way back, before the cookie of the sign-in is there
    browser.signed_in = True
    status, headers = browser.get("/")
    assert (status, headers["location"]) == (302, LINK)
    assert browser.get(LINK)[0] == 200
    assert browser.get("/")[0] == 200


def test_the_last_link_counts_and_another_page_is_not_left_for_it(browser):
    browser.get("/review")
    browser.get("/record?incident=a")
    browser.signed_in = True
    assert browser.get("/incidents")[0] == 200
    assert browser.get("/?lang=fa")[0] == browser.get("/record?inc")[0] == 200
    assert browser.get("/")[1]["location"] == "/record?incident=a"


def test_below_a_base_path_the_first_page_is_where_people_come_back(browser):
    browser.get("/desk/incidents?from=2014-10-01")
    browser.signed_in = True
    assert browser.get("/desk/")[1]["location"] == "/desk/incidents?from=2014-10-01"


def test_who_need_not_sign_in_gets_no_cookie(browser):
    browser.signed_in = True
    assert "set-cookie" not in browser.get(LINK)[1]


def test_parts_of_a_page_and_the_way_back_itself_are_not_kept(browser):
    for path in ("/assets/sarhad/app.css?v=1", "/auth/login?x=1", "/_stcore/x?y",
                 "/oauth2callback?code=1&state=2", "/"):  # fmt: skip
        assert "set-cookie" not in browser.get(path)[1]
    assert "set-cookie" not in browser.get(LINK, accept="*/*")[1]
    assert "set-cookie" not in browser.get("/?text=" + "x" * 4_000)[1]


def test_the_cookie_is_out_of_reach_of_scripts_and_ends(browser):
    said = browser.get(LINK)[1]["set-cookie"].lower()
    for word in ("httponly", "samesite=lax", "max-age=900", "path=/"):
        assert word in said
    assert "secure" not in said
    assert "secure" in browser.get(LINK, scheme="https")[1]["set-cookie"].lower()


@pytest.mark.parametrize(
    "kept",
    ["//evil.example.org?x", "https://evil.example.org/?x", "/\\evil.example.org?x", "/%0d%0ax?y",
     "/a?b c", "/a?<script>", "", "/"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_whatever_the_cookie_says(browser, kept):
    browser.signed_in = True
    for value in (quote(kept, safe=""), quote(quote(kept, safe=""), safe="")):
        browser.cookies = {"sarhad_opened": value}
        assert browser.get("/")[0] == 200
