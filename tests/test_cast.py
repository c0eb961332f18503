"""The cast is what its names say."""

from flask import Flask

from portal.domain.people import entitlement
from tests.cast import Cast, actor_of, sign_in


def test_the_account_team_decides_for_its_customer_and_nobody_elses(cast: Cast) -> None:
    deciders = {
        person.name
        for person in (
            cast.account_manager,
            cast.deputy,
            cast.team_member,
            cast.lead,
            cast.administrator,
            cast.unassigned,
        )
        if entitlement.may_decide(actor_of(person), cast.limppula.id)
    }
    assert deciders == {"Aino Revontaival", "Onni Halla", "Helmi Kaamos"}
    assert not entitlement.may_decide(actor_of(cast.account_manager), cast.pulla.id)


def test_only_active_approvers_decide_for_the_customer(cast: Cast) -> None:
    assert entitlement.active_approvers(cast.limppula.id) == {cast.approver.id, cast.second_approver.id}
    assert not entitlement.may_decide(actor_of(cast.rival_approver), cast.limppula.id)


def test_a_person_signed_in_has_a_session_of_the_side(cast: Cast, internal_app: Flask, customer_app: Flask) -> None:
    for app, person in ((internal_app, cast.account_manager), (customer_app, cast.approver)):
        with sign_in(app.test_client(), person).session_transaction() as session:
            assert session["sign_in"]
