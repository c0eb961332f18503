"""People: who is who on both sides, and how the customer approves."""

import pytest

from portal.db import db, writing
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy
from tests.cast import Cast
from tests.customer.conftest import Visit
from tests.customer.pages import read


def test_both_sides_stand_with_their_parts_and_those_who_left_do_not(visit: Visit, home: str, cast: Cast) -> None:
    page = read(visit(cast.participant), f"{home}people")
    for told in ("Eero Limppunen", "Approver", "Oksana Kovalenko", "Participant", "Aino Revontaival", "Sampo Routa"):
        assert told in page.text
    assert "Account manager" in page.text
    assert "Yrjö Entinen" not in page.text
    assert "Rauha Nuoska" not in page.text


@pytest.mark.parametrize(
    ("policy", "told"),
    [
        (ApprovalPolicy.ANY, "when any one of your approvers has said yes"),
        (ApprovalPolicy.ALL, "when all of your approvers have said yes"),
        (ApprovalPolicy.NAMED, "Maija Kaurala alone approves goals for you."),
    ],
)
def test_how_the_customer_approves_is_said_in_words(
    visit: Visit, home: str, cast: Cast, policy: ApprovalPolicy, told: str
) -> None:
    with writing():
        db.session.get_one(Customer, cast.limppula.id).approval_policy = policy
        db.session.get_one(Contact, cast.second_approver.id).is_named_approver = policy is ApprovalPolicy.NAMED
    assert told in read(visit(cast.approver), f"{home}people").text


def test_another_customers_people_are_not_found(visit: Visit, home: str, cast: Cast) -> None:
    assert read(visit(cast.rival_approver), f"{home}people").status == 404
