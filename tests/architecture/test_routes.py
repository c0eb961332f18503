"""Every route says what it needs, and neither side knows the other's pages."""

from collections.abc import Callable

import pytest
from flask import Flask
from jinja2 import TemplateNotFound

from portal import customer, internal
from portal.config import PROJECT, Config, Environment
from portal.policy.permissions import Permission
from portal.web.guard import PUBLIC, check_declared, permission_of

DOORS = {
    "assets.file", "health.show", "languages.choose",
    "sign_in.show", "sign_in.second_factor", "sign_in_links.ask", "sign_in_links.show",
    "invitations.show", "passwords.forgot", "passwords.reset",
    "check.ask", "check.answer",  # is this paper the one that was agreed? asked by whoever holds it
    "preview.begin", "preview.end",  # a preview is begun by a one-use grant
}  # fmt: skip
"""What a person without a sign-in may reach. A new one is written here on purpose."""


IN_THE_DEMO = {"demo.show", "demo.enter", "mailbox.index", "mailbox.show", "mailbox.attachment"}


@pytest.fixture(params=["customer", "internal"])
def side(request: pytest.FixtureRequest, customer_app: Flask, internal_app: Flask) -> Flask:
    """Each side in turn."""
    return {"customer": customer_app, "internal": internal_app}[request.param]


@pytest.mark.one_database
def test_every_route_declares_a_permission_that_exists(side: Flask) -> None:
    declared = {endpoint: permission_of(side, endpoint) for endpoint in side.view_functions}
    assert declared
    assert {endpoint for endpoint, name in declared.items() if name not in {PUBLIC, *Permission}} == set()


@pytest.mark.one_database
def test_a_side_with_a_silent_route_does_not_start(side: Flask) -> None:
    side.view_functions["silent"] = lambda: ""
    with pytest.raises(RuntimeError, match="silent"):
        check_declared(side)


@pytest.mark.one_database
def test_only_the_doors_are_public(side: Flask) -> None:
    assert public_routes(side) - DOORS == set()


@pytest.mark.one_database
@pytest.mark.parametrize("build", [customer.create_app, internal.create_app])
def test_the_demo_opens_only_its_own_doors_besides(build: Callable[[Config], Flask], config: Config) -> None:
    as_usual, in_the_demo = build(config), build(config.model_copy(update={"environment": Environment.DEMO}))
    assert public_routes(in_the_demo) - public_routes(as_usual) == IN_THE_DEMO
    assert set(in_the_demo.view_functions) - set(as_usual.view_functions) == IN_THE_DEMO


def public_routes(app: Flask) -> set[str]:
    return {endpoint for endpoint in app.view_functions if permission_of(app, endpoint) == PUBLIC}


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["customer", "internal"])
def test_a_template_of_one_side_does_not_exist_on_the_other(
    name: str, customer_app: Flask, internal_app: Flask
) -> None:
    mine, other = (customer_app, internal_app) if name == "customer" else (internal_app, customer_app)
    for path in (PROJECT / "templates" / name).rglob("*.html"):
        template = str(path.relative_to(PROJECT / "templates"))
        assert mine.jinja_env.get_template(template).name == template
        with pytest.raises(TemplateNotFound):
            other.jinja_env.get_template(template)


@pytest.mark.one_database
def test_no_route_of_the_customer_side_names_a_database_id(customer_app: Flask) -> None:
    arguments = {(rule.rule, name) for rule in customer_app.url_map.iter_rules() for name in rule.arguments}
    assert {rule for rule, name in arguments if name == "id" or name.endswith("_id")} == set()
