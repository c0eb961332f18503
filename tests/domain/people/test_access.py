"""Ending access: everything at once, and only what has to end."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from portal import clock
from portal.db import db, writing
from portal.domain.errors import LockedOut
from portal.domain.people import access, lock_outs, sessions, tokens
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.people.tokens import TokenPurpose, TokenSpent
from tests.cast import FROM_A_DESK, Cast
from tests.factories.people import make_contact

KEY = b"a key of the test"


def live_devices(**whose: int) -> int:
    alive = select(func.count(SignIn.id)).filter_by(**whose).where(SignIn.ended_at.is_(None))
    return db.session.scalar(alive) or 0


def reset_link(side: Side, **whose: int) -> tuple[Side, str]:
    token = tokens.issue(TokenPurpose.PASSWORD_RESET, **whose)
    return side, tokens.token_text(KEY, token.id, token.purpose)


def works(link: tuple[Side, str]) -> bool:
    try:
        tokens.find(KEY, link[0], TokenPurpose.PASSWORD_RESET, link[1])
    except TokenSpent:
        return False
    return True


def test_a_colleagues_devices_and_links_end_together_and_nobody_elses(cast: Cast) -> None:
    with writing():
        links = [reset_link(Side.PROVIDER, staff_id=person.id) for person in (cast.deputy, cast.lead)]
        for person in (cast.deputy, cast.deputy, cast.lead):
            sessions.begin("password", FROM_A_DESK, staff_id=person.id)
        access.end_access(staff_id=cast.deputy.id)
    assert live_devices(staff_id=cast.deputy.id) == 0
    assert live_devices(staff_id=cast.lead.id) == 1
    assert [works(link) for link in links] == [False, True]


@pytest.mark.parametrize("also_elsewhere", [False, True])
def test_a_contact_keeps_the_sign_in_only_for_another_customer(cast: Cast, also_elsewhere: bool) -> None:
    account_id = cast.approver.account_id
    with writing():
        if also_elsewhere:
            account = db.session.get_one(ContactAccount, account_id)
            make_contact(db.session.get_one(Customer, cast.pulla.id), cast.approver.name, account=account)
        sessions.begin("password", FROM_A_DESK, account_id=account_id)
        link = reset_link(Side.CUSTOMER, account_id=account_id)
        db.session.get_one(Contact, cast.approver.id).deactivated_at = clock.now()
        access.end_access(contact_id=cast.approver.id)
    assert live_devices(account_id=account_id) == int(also_elsewhere)
    assert works(link) is also_elsewhere


def test_of_two_uses_of_a_token_the_second_is_refused(core: Flask, cast: Cast) -> None:
    with writing():
        side, text = reset_link(Side.PROVIDER, staff_id=cast.lead.id)
        tokens.use(KEY, side, TokenPurpose.PASSWORD_RESET, text)
        with pytest.raises(TokenSpent):
            tokens.use(KEY, side, TokenPurpose.PASSWORD_RESET, text)


def test_a_token_opens_only_what_it_was_made_for_on_its_own_side(cast: Cast) -> None:
    with writing():
        side, text = reset_link(Side.PROVIDER, staff_id=cast.lead.id)
    for other_side, purpose in ((Side.CUSTOMER, TokenPurpose.PASSWORD_RESET), (side, TokenPurpose.INVITATION)):
        with pytest.raises(TokenSpent):
            tokens.find(KEY, other_side, purpose, text)
    with pytest.raises(TokenSpent):
        tokens.find(b"another key", side, TokenPurpose.PASSWORD_RESET, text)


def test_what_was_tried_is_not_readable_in_the_database(core: Flask) -> None:
    with writing():
        lock_outs.begin(KEY, "provider:somebody@example.com")
    subject = db.session.scalar(select(sessions.SignInAttempt.subject))
    assert subject is not None
    assert "somebody" not in subject


def test_one_address_locked_leaves_the_others_alone(core: Flask) -> None:
    with writing():
        for _try in range(5):
            lock_outs.begin(KEY, "provider:a@example.com")
        with pytest.raises(LockedOut):
            lock_outs.begin(KEY, "provider:a@example.com")
        assert lock_outs.begin(KEY, "customer:a@example.com")
