"""A cookie of one side means nothing on the other, and every answer says to browsers what they may do with it."""

import pytest
from flask import Flask

from portal import customer, internal
from portal.domain.people.sides import Side
from tests.cast import Cast, sign_in
from tests.deployment import config_for, connected
from tests.separation.addresses import doors
from tests.separation.house import House
from tests.separation.matrix import Cell, without_limits
from tests.separation.visitors import Visitor

pytestmark = pytest.mark.one_database

SECURE = {"customer_url": "https://sopimus.example", "internal_url": "https://talo.example/internal"}
APPS = {Side.CUSTOMER: customer.create_app, Side.PROVIDER: internal.create_app}


def test_the_sides_have_cookies_and_keys_of_their_own(house: House) -> None:
    ours, theirs = house.apps[Side.PROVIDER], house.apps[Side.CUSTOMER]
    assert ours.config["SESSION_COOKIE_NAME"] != theirs.config["SESSION_COOKIE_NAME"]
    assert ours.secret_key != theirs.secret_key


@pytest.mark.parametrize(
    ("side", "visitor"), [(Side.CUSTOMER, Visitor.APPROVER), (Side.PROVIDER, Visitor.ACCOUNT_MANAGER)]
)
def test_a_cookie_of_one_side_signs_nobody_in_on_the_other(house: House, side: Side, visitor: Visitor) -> None:
    """Neither under its own name nor renamed: the other side cannot even read it."""
    other = house.apps[side.other]
    client = other.test_client(use_cookies=False)
    mine = house.cookie(side, visitor)
    renamed = f"{other.config['SESSION_COOKIE_NAME']}={mine.partition('=')[2]}"
    for cookie in (mine, renamed, f"{mine}; {renamed}"):
        answer = client.get("/settings", headers={"Cookie": cookie})
        assert (answer.status_code, answer.location) == (302, "/sign-in?next=/settings")


def test_the_session_cookie_is_kept_from_scripts_and_from_other_sites(
    cast: Cast, customer_app: Flask, internal_app: Flask
) -> None:
    for app, person in ((customer_app, cast.approver), (internal_app, cast.account_manager)):
        answer = sign_in(app.test_client(), person).get("/settings")
        assert answer.status_code == 200
        (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("sovittu")]
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("side", list(Side))
def test_under_https_cookies_are_bound_to_the_host_and_plain_http_is_forbidden(database_url: str, side: Side) -> None:
    with connected(APPS[side](config_for(database_url, **SECURE))) as app:
        answer = app.test_client().get("/sign-in", base_url="https://localhost")
    assert "max-age=63072000" in answer.headers["Strict-Transport-Security"]
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-sovittu")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain=" not in cookie


@pytest.mark.parametrize(
    ("side", "visitor"),
    [(Side.CUSTOMER, Visitor.APPROVER), (Side.CUSTOMER, Visitor.ANONYMOUS), (Side.PROVIDER, Visitor.ACCOUNT_MANAGER)],
)
def test_every_answer_forbids_scripts_frames_and_caches(house: House, side: Side, visitor: Visitor) -> None:
    with without_limits():
        for door in doors(side, house.apps[side]):
            if door.method != "GET" or door.endpoint == "assets.file" or not Cell(door, visitor).let_in:
                continue
            answer = house.ask(side, visitor, door.address(house.world, visitor))
            policy = answer.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy, door
            assert "frame-ancestors 'none'" in policy, door
            assert not {"'unsafe-inline'", "'unsafe-eval'", "*"} & set(policy.replace(";", " ").split()), door
            assert "no-store" in answer.headers["Cache-Control"], door
            assert answer.headers["X-Content-Type-Options"] == "nosniff", door
