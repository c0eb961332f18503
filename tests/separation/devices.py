"""A device of every kind of visitor: sign-ins that last, have expired or were ended, and previews."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from portal import clock
from portal.customer.people import PREVIEW_KEY
from portal.db import db
from portal.domain.insight.saved_views import save_view
from portal.domain.people import previews, sessions
from portal.domain.people.sessions import SignIn, hash_secret
from portal.domain.people.tokens import PreviewGrant
from portal.domain.plan import draft_documents
from portal.domain.plan.plans import Plan
from portal.web.guard import CSRF_KEY, SESSION_KEY
from tests.cast import FROM_A_DESK, Cast, ContactPerson, Person, StaffPerson, actor_of, staff_actor
from tests.separation.people import Others
from tests.separation.visitors import Pass, Visitor

V = Visitor
FORM_TOKEN: Final = "0123456789abcdef0123456789abcdef01234567"
"""In every session, so that the same page has the same bytes twice."""


def sign_everybody_in(cast: Cast, others: Others, plan_id: int, ticked: int) -> Mapping[Visitor, Pass]:
    """A pass for every visitor; those who may order a draft of the plan have ordered one."""
    plan = db.session.get_one(Plan, plan_id)
    lasting: dict[Visitor, Person] = {
        V.ACCOUNT_MANAGER: cast.account_manager,
        V.DEPUTY: cast.deputy,
        V.TEAM_MEMBER: cast.team_member,
        V.LEAD_ON_TEAM: others.lead_on_team,
        V.ADMINISTRATOR_ON_TEAM: others.administrator_on_team,
        V.LEAD: cast.lead,
        V.ADMINISTRATOR: cast.administrator,
        V.UNASSIGNED_MANAGER: cast.unassigned,
        V.UNASSIGNED_MEMBER: others.unassigned_member,
        V.RIVAL_MANAGER: cast.rival_manager,
        V.DEACTIVATED_STAFF: others.deactivated_staff,
        V.CONTACT_AT_THE_STAFF_DOOR: cast.approver,
        V.APPROVER: cast.approver,
        V.PARTICIPANT: cast.participant,
        V.GUEST_PARTICIPANT: others.guest,
        V.RIVAL_APPROVER: cast.rival_approver,
        V.RIVAL_PARTICIPANT: others.rival_participant,
        V.DEACTIVATED_CONTACT: cast.deactivated,
        V.DEACTIVATED_HERE: others.deactivated_here,
        V.STAFF_AT_THE_CUSTOMER_DOOR: cast.account_manager,
    }
    ended: dict[Visitor, tuple[Person, Callable[[Person], str]]] = {
        V.EXPIRED_STAFF: (cast.account_manager, _expired),
        V.SIGNED_OUT_STAFF: (cast.account_manager, _signed_out),
        V.EXPIRED_CONTACT: (cast.approver, _expired),
        V.SIGNED_OUT_CONTACT: (cast.approver, _signed_out),
    }
    passes = {visitor: _pass(person, _device(person), plan) for visitor, person in lasting.items()}
    passes |= {visitor: _pass(person, device(person), plan) for visitor, (person, device) in ended.items()}
    return passes | _previews(cast, others, ticked) | {V.ANONYMOUS: Pass({CSRF_KEY: FORM_TOKEN}, {})}


def _device(person: Person) -> str:
    staff_id = person.id if isinstance(person, StaffPerson) else None
    account_id = person.account_id if isinstance(person, ContactPerson) else None
    secret = sessions.begin("password", FROM_A_DESK, staff_id=staff_id, account_id=account_id)
    db.session.flush()
    return secret


def _expired(person: Person) -> str:
    with clock.at(clock.now() - sessions.LIFETIME):
        return _device(person)


def _signed_out(person: Person) -> str:
    secret = _device(person)
    found = sessions.find(secret)
    assert found
    sessions.end(found.id, staff_id=found.staff_id, account_id=found.account_id)
    return secret


def _pass(person: Person, secret: str, plan: Plan) -> Pass:
    """The cookie's content, and the person's own device, saved view and ordered draft."""
    device = db.session.scalar(select(SignIn.id).where(SignIn.token_hash == hash_secret(secret)))
    assert device
    own: dict[str, int | str] = {"device": device}
    actor = actor_of(person)
    if isinstance(person, StaffPerson):
        own["view"] = save_view(staff_actor(person), f"Mine {device}", "segment=1").id
    if isinstance(person, StaffPerson) or person.customer.id == plan.customer_id:
        own["order"] = draft_documents.order(actor, plan, "en").key
    return Pass({SESSION_KEY: secret, CSRF_KEY: FORM_TOKEN}, own)


def _previews(cast: Cast, others: Others, ticked: int) -> dict[Visitor, Pass]:
    now = clock.now()
    with clock.at(now - previews.LASTS - timedelta(minutes=1)):
        expired = _preview(cast.account_manager, cast.limppula.id)
    return {
        V.PREVIEW: _preview(cast.account_manager, cast.limppula.id, ticked),
        V.RIVAL_PREVIEW: _preview(cast.rival_manager, cast.pulla.id),
        V.EXPIRED_PREVIEW: expired,
        V.PREVIEW_OF_DEACTIVATED: _preview(others.deactivated_staff, cast.limppula.id),
    }


def _preview(person: StaffPerson, customer_id: int, *ticked: int) -> Pass:
    """A running preview, as the guard finds it in the session of a device that nobody is signed in on."""
    token = previews.grant_preview(staff_actor(person), customer_id, revision_ids=ticked)
    db.session.flush()
    return Pass({PREVIEW_KEY: _opened(token), CSRF_KEY: FORM_TOKEN}, {})


def _opened(token: str) -> int:

    grant = db.session.scalar(select(PreviewGrant).where(PreviewGrant.token_hash == hash_secret(token)))
    assert grant
    grant.used_at, grant.expires_at = clock.now(), clock.now() + previews.LASTS
    db.session.flush()
    return grant.id
