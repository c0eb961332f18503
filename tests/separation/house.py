"""Both sides with the world inside, and how one of its visitors asks for a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from portal.config import Config
from portal.domain.people.sides import Side
from tests.separation.devices import FORM_TOKEN
from tests.separation.state import State
from tests.separation.visitors import Visitor
from tests.separation.world import World


@dataclass(frozen=True)
class House:
    """Two apps on one database."""

    config: Config
    world: World
    apps: Mapping[Side, Flask]
    state: State
    _cookies: dict[tuple[Side, Visitor], str] = field(default_factory=dict)

    def ask(
        self,
        side: Side,
        visitor: Visitor,
        address: str,
        method: str = "GET",
        *,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        with_token: bool = True,
    ) -> TestResponse:
        """The answer; nothing is kept from one request to the next."""
        client = self.apps[side].test_client(use_cookies=False)
        sent = {"Cookie": self.cookie(side, visitor), **(headers or {})}
        filled = {"csrf_token": self.form_token(side), **(form or {})} if method == "POST" and with_token else form
        return client.open(address, method=method, data=filled, headers=sent)

    def form_token(self, side: Side) -> str:
        """What the forms of everybody's pages carry, as this side signs it."""
        serializer = URLSafeTimedSerializer(str(self.apps[side].secret_key), salt="wtf-csrf-token")
        return str(serializer.dumps(FORM_TOKEN))

    def cookie(self, side: Side, visitor: Visitor) -> str:
        """The visitor's session cookie, signed as this side signs."""
        if (side, visitor) not in self._cookies:
            app = self.apps[side]
            serializer = SecureCookieSessionInterface().get_signing_serializer(app)
            assert serializer
            name = app.config["SESSION_COOKIE_NAME"]
            value = serializer.dumps(dict(self.world.passes[visitor].session))
            self._cookies[side, visitor] = f"{name}={value}"
        return self._cookies[side, visitor]
