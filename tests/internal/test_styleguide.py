"""The living page of components: it shows every macro, and it is not there in production."""

import re

from flask import Flask
from pydantic import SecretStr

from portal import internal
from portal.config import Config, Environment
from tests.cast import Cast, sign_in
from tools.build_assets import ROOT

SHARED = ROOT / "templates" / "shared"
ELSEWHERE = {"logo", "language_links", "theme_choice", "sign_out", "flashes", "token", "autosaving", "carry"}
"""What stands in the layouts, or has no looks of its own."""


def test_every_shared_macro_has_its_place_on_the_page() -> None:
    page = "".join(file.read_text("utf-8") for file in (ROOT / "templates" / "internal" / "styleguide").glob("*.html"))
    macros = {
        name
        for file in SHARED.glob("_*.html")
        for name in re.findall(r"{% macro ([a-z]\w+)\(", file.read_text("utf-8"))
    }
    assert len(macros) > 15
    shown = {name for name in macros if re.search(rf"(?:{{{{ |{{% call |}}}}|%}}){name}\(", page)}
    assert macros - ELSEWHERE - shown == set()


def test_staff_see_the_page_with_its_failed_form(internal_app: Flask, cast: Cast) -> None:
    answer = sign_in(internal_app.test_client(), cast.account_manager).get("/styleguide")
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert "2 things need a correction" in text
    assert 'aria-describedby="due-hint due-error"' in text


def test_production_has_no_such_page(config: Config) -> None:
    production = config.model_copy(
        update={
            "environment": Environment.PRODUCTION,
            "internal_secret_key": SecretStr("internal-nP4sLw8VbQ2xKe7ZrTc1mYd9hJ6f"),
        }
    )
    app = internal.create_app(production)
    assert "styleguide.show" not in app.view_functions
