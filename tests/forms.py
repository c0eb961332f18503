"""Filling in forms as a browser does: the token comes from a page that was opened first."""

import re
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*\bvalue="([^"]+)"|"X-CSRFToken": "([^"]+)"')


def csrf_token(client: FlaskClient, page: str) -> str:
    """The token of the forms on a page."""
    found = TOKEN.search(client.get(page, follow_redirects=True).text)
    assert found, f"{page} has no form"
    return found[1] or found[2]


def post(client: FlaskClient, address: str, *, page: str | None = None, **fields: Any) -> TestResponse:
    """Send a form; `page` is where it stands, when that is not the address it goes to."""
    return client.post(address, data={"csrf_token": csrf_token(client, page or address), **fields})
