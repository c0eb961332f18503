"""Pages cost the same number of statements however much there is."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, select, update

from portal import clock
from portal.db import db, writing
from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, ItemKind
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Comment, Decision, DecisionKind, Item, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan
from tests.cast import Cast
from tests.customer.conftest import Visit
from tests.customer.pages import read
from tests.factories.plans import goal, next_step
from tests.statements import count_statements

FEW, MANY = 10, 1000


def add_items(cast: Cast, contents: list[Content]) -> None:
    """Open items of the provider, as if they had been sent, with a decision and a comment each."""
    plan_id = db.session.scalars(select(Plan.id)).one()
    for number, content in enumerate(contents, start=10_000 + len(db.session.scalars(select(Item.id)).all())):
        item = Item(plan_id=plan_id, kind=content.kind, number=number, position=number)
        db.session.add(item)
        db.session.flush()
        revision = Revision(
            item_id=item.id,
            number=1,
            side=Side.PROVIDER,
            staff_id=cast.account_manager.id,
            state=RevisionState.OPEN,
            content=content.canonical(),
            fingerprint=content.fingerprint,
            title=getattr(content, "title", ""),
            opened_at=clock.now(),
            turn=Turn.CUSTOMER,
            turn_since=clock.now(),
        )
        db.session.add(revision)
        db.session.flush()
        _say(cast, item, revision)


def _say(cast: Cast, item: Item, revision: Revision) -> None:
    who = {"side": Side.PROVIDER, "staff_id": cast.account_manager.id, "person_name": cast.account_manager.name}
    db.session.execute(
        insert(Decision).values(
            revision_id=revision.id,
            kind=DecisionKind.APPROVE,
            person_email="",
            person_role="account_manager",
            fingerprint=revision.fingerprint,
            at=clock.now(),
            **who,
        )
    )
    db.session.execute(insert(Comment).values(item_id=item.id, words="As said.", at=clock.now(), **who))


def statements_of(client: FlaskClient, address: str) -> int:
    """How many statements the second reading takes; the first leaves the reader's mark."""
    assert read(client, address).status == 200
    with count_statements() as said:
        assert read(client, address).status == 200
    return len(said)


@pytest.mark.parametrize("kind", [ItemKind.GOAL, ItemKind.NEXT_STEP])
def test_ten_and_a_thousand_items_take_the_same_statements(visit: Visit, plan: str, cast: Cast, kind: ItemKind) -> None:
    client, home = visit(cast.approver), plan.partition("plans")[0]
    pages = [home, f"{plan}/", f"{plan}/review", f"{plan}/review/check", f"{plan}/next-steps", f"{plan}/goals/1"]
    made = goal if kind is ItemKind.GOAL else next_step
    with writing():
        add_items(cast, [made(f"Number {number}") for number in range(FEW)])
    few = {page: statements_of(client, page) for page in pages}
    with writing():
        add_items(cast, [made(f"Number {number}") for number in range(FEW, MANY)])
        goals = select(Item.id).where(Item.kind == ItemKind.GOAL).limit(1).scalar_subquery()
        db.session.execute(update(Item).where(Item.kind == ItemKind.NEXT_STEP).values(goal_id=goals))
    assert {page: statements_of(client, page) for page in pages} == few
    assert max(few.values()) < 40


def test_ten_and_a_thousand_versions_take_the_same_statements(visit: Visit, plan: str, cast: Cast) -> None:
    client, documents = visit(cast.approver), f"{plan.partition('plans')[0]}documents"

    def add(numbers: range) -> None:
        plan_id = db.session.scalars(select(Plan.id)).one()
        values = {"plan_id": plan_id, "content": '{"goals": [], "people": {}}', "fingerprint": "f", "goals": 0}
        rows = [{**values, "number": number, "locale": "en", "agreed_at": clock.now()} for number in numbers]
        db.session.execute(insert(AgreedVersion), rows)

    with writing():
        add(range(1, FEW + 1))
    few = statements_of(client, documents)
    with writing():
        add(range(FEW + 1, MANY + 1))
    assert statements_of(client, documents) == few
