"""A small OpenID Connect provider for the tests, on loopback: whoever asks may be anybody.

Run with a port; `/authorize` shows a link for each person, and `PEOPLE` says what is claimed.
"""

import secrets
import sys
import time

import uvicorn
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse
from starlette.routing import Route

PEOPLE = {
    "anna": {"email": "anna@example.org", "email_verified": True},
    "edda": {"email": "edda@example.org", "email_verified": True, "groups": ["/desk/editors"]},
    "ada": {"email": "ada@example.org", "email_verified": True},
    "nobody": {"email": "nobody@example.org", "email_verified": True},
    "liar": {"email": "ada@example.org", "email_verified": False},
    "brief": {"email": "anna@example.org", "email_verified": True, "signed_in_s_ago": 3560},
}

_KEY = RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})
_asked: dict[str, tuple[str, dict[str, str]]] = {}


def _metadata(request):
    here = f"{request.url.scheme}://{request.url.netloc}"
    return JSONResponse(
        {
            "issuer": here,
            "authorization_endpoint": f"{here}/authorize",
            "token_endpoint": f"{here}/token",
            "jwks_uri": f"{here}/keys",
            "end_session_endpoint": f"{here}/end",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }
    )


def _keys(_request):
    return JSONResponse(KeySet([_KEY]).as_dict(private=False))


def _authorize(request):
    query = dict(request.query_params)
    person = query.pop("person", None)
    if person is None:
        links = (f'<a href="{request.url}&person={name}">{name}</a>' for name in PEOPLE)
        return HTMLResponse("<h1>Who are you?</h1>" + " ".join(links))
    code = secrets.token_urlsafe(16)
    _asked[code] = (person, query)
    return RedirectResponse(f"{query['redirect_uri']}?code={code}&state={query['state']}", 302)


async def _token(request):
    form = await request.form()
    person, query = _asked.pop(str(form["code"]))
    claimed = dict(PEOPLE[person])
    issued = int(time.time()) - claimed.pop("signed_in_s_ago", 0)
    claims = {
        "iss": f"{request.url.scheme}://{request.url.netloc}",
        "sub": f"id-of-{person}",
        "aud": query["client_id"],
        "nonce": query["nonce"],
        "iat": issued,
        "exp": int(time.time()) + 300,
        **claimed,
    }
    return JSONResponse(
        {
            "access_token": secrets.token_urlsafe(16),
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": jwt.encode({"alg": "RS256", "kid": "one"}, claims, _KEY),
        }
    )


def _end(request):
    return RedirectResponse(request.query_params["post_logout_redirect_uri"], 302)


app = Starlette(
    routes=[
        Route("/.well-known/openid-configuration", _metadata),
        Route("/keys", _keys),
        Route("/authorize", _authorize),
        Route("/token", _token, methods=["POST"]),
        Route("/end", _end),
    ]
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
