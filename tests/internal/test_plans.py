"""The plan editor, new plans, the list, and closing."""

import re

from flask import Flask
from flask.testing import FlaskClient

from portal.db import db, writing
from tests.cast import Cast, contact_actor, sign_in, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, next_step, sent_goals
from portal.domain.plan import drafts


def test_the_editor_shows_every_part(cast: Cast, internal_app: Flask) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        sent_goals(manager, plan, "Less electricity")
        drafts.draft_item(manager, plan.id, goal("Fewer stops"))
        drafts.draft_item(manager, plan.id, next_step())
        number = plan.number
    client = sign_in(internal_app.test_client(), cast.account_manager)
    base = f"/customers/{cast.limppula.key}/plans/{number}/"
    for path in ("", "send", "sendings", "goals/1"):
        page = client.get(base + path)
        assert page.status_code == 200, (path, page.text)
        print(path, len(page.text))
    for path in ("/plans", f"/customers/{cast.limppula.key}/plans/new"):
        assert client.get(path).status_code == 200
