"""One filled world for two customers, with a device of every kind of visitor in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pyotp
from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain import outbox
from portal.domain.care.segments import Segment, add_segment, put_into_segment
from portal.domain.insight.notes import write_note
from portal.domain.insight.sales import Offering, add_sale, count_years
from portal.domain.insight.sections import InternalSectionKind, save_internal_section
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people import contact_book, lock_outs, mailed_links, previews, second_factor
from portal.domain.people.assignments import Assignment
from portal.domain.people.customers import Customer
from portal.domain.people.details import StaffDetails
from portal.domain.people.roles import ContactRole, StaffRole
from portal.domain.people.search_words import refresh
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.people.staff_register import invite_staff, invite_staff_again
from portal.domain.people.tokens import OneTimeToken, TokenPurpose, token_text
from portal.domain.plan import documents
from portal.domain.plan.documents import AgreedVersion, DraftDocument
from portal.domain.plan.plans import mark_opened
from tests.cast import FROM_A_DESK, Cast, ContactPerson, StaffPerson, contact_actor, make_cast, staff_actor
from tests.separation import markers, story
from tests.separation.devices import sign_everybody_in
from tests.separation.people import Others, account_of, make_others, member_of
from tests.separation.story import Table
from tests.separation.visitors import Pass, Visitor

PDF = b"%PDF-1.7\n% drawn elsewhere\n"
"""What stands for a drawn document where drawing is not the matter."""


Link = tuple[Side, TokenPurpose]


@dataclass(frozen=True)
class Matter:
    """What there is of one customer, as addresses name it."""

    key: str
    plan: int
    plan_id: int
    ids: Mapping[str, int]
    version: str
    """The fingerprint of the agreed version."""
    message: str
    """How an address names a mail about the plan."""
    suggestion: str
    """The fingerprint of the participant's suggestion."""


@dataclass(frozen=True)
class World:
    """Who is who, what there is, and everybody's pass."""

    cast: Cast
    others: Others
    own: Matter
    """Of *limppula*, whose pages are visited."""
    rival: Matter
    passes: Mapping[Visitor, Pass]
    mailed: Mapping[tuple[Side, TokenPurpose], str]
    """One-time tokens as they stand in mails."""
    spent: Sequence[tuple[Side, TokenPurpose, str]]
    """Such tokens that were used, replaced or have expired, and one that was never written."""
    grant: str
    """Opens a preview of *limppula* that has not been opened."""


def make_world(token_key: bytes, now: datetime) -> World:
    """Everything, in the caller's writing transaction; it ends at `now`."""
    with clock.at(now - timedelta(days=40)):
        cast = make_cast()
        others = make_others(cast)
        _set_up_the_house(cast)
    with clock.at(now - timedelta(days=9)):
        own = _tell(cast, cast.account_manager, cast.approver, cast.participant, markers.OWN)
        rival = _tell(cast, cast.rival_manager, cast.rival_approver, others.rival_participant, markers.RIVAL)
        refresh([cast.limppula.id, cast.pulla.id])
    with clock.at(now):
        _leave_traces(cast)
        mailed, spent = _mail_links(token_key, cast, others)
        grant = previews.grant_preview(staff_actor(cast.account_manager), cast.limppula.id, plan_id=own.plan_id)
        passes = sign_everybody_in(cast, others, own.plan_id, own.ids["ticked_draft"])
        for draft_id in db.session.scalars(select(DraftDocument.id)).all():
            documents.keep_draft(draft_id, PDF)
    return World(cast, others, own, rival, passes, mailed, spent, grant)


def _set_up_the_house(cast: Cast) -> None:
    """Segments and a colleague who has been invited and has not come yet."""
    add_segment(staff_actor(cast.lead), "Key customers", 1)
    db.session.add(Offering(name="Cold rooms"))
    details = StaffDetails("Uusi Ukko", "ukko@revontuli.example", StaffRole.TEAM_MEMBER)
    invite_staff(staff_actor(cast.administrator), details)


def _tell(cast: Cast, manager: StaffPerson, approver: ContactPerson, participant: ContactPerson, word: str) -> Matter:
    """All that there is of one customer."""
    table = Table(
        staff_actor(manager), staff_actor(cast.lead), contact_actor(approver), contact_actor(participant), word
    )
    customer = approver.customer
    story.close_a_plan(table)
    told = story.negotiate(table)
    story.only_draft(table)
    ids = {
        "open_goal": told.open_goal.id,
        "countered_goal": told.countered_goal.id,
        "provider_draft": told.provider_draft.id,
        "ticked_draft": told.ticked_draft.id,
        "step_draft": told.step_draft.item_id,
        "goal_draft": told.provider_draft.item_id,
        "own_step": told.own_step.item_id,
        "contact": participant.id,
        **_keep_books(table, customer.id, told.plan.id),
    }
    for person in (approver, participant):
        mark_opened(told.plan.id, person.id)
    for version_id in db.session.scalars(select(AgreedVersion.id)).all():
        documents.keep(version_id, PDF)
    fingerprint = select(AgreedVersion.fingerprint).where(AgreedVersion.plan_id == told.plan.id)
    message = select(OutboxMessage.message_id).where(OutboxMessage.plan_id == told.plan.id)
    return Matter(
        customer.key,
        told.plan.number,
        told.plan.id,
        ids,
        db.session.execute(fingerprint).scalar_one(),
        db.session.scalars(message).first() or "",
        told.suggestion.fingerprint,
    )


def _keep_books(table: Table, customer_id: int, plan_id: int) -> dict[str, int]:
    """What only the provider knows: sections, notes, sales and segment."""
    manager, word = table.manager, table.secret(markers.INTERNAL)
    segment_id = db.session.execute(select(Segment.id)).scalar_one()
    put_into_segment(manager, customer_id, segment_id, f"Grows {word}")
    for kind in InternalSectionKind:
        save_internal_section(manager, plan_id, kind, f"About {kind.value} {word}", 0)
    note = write_note(manager, customer_id, f"A note {word}")
    offering_id = db.session.scalar(select(Offering.id))
    for year in (2024, 2025, 2026):
        text, key = f"Seals {word}", f"{customer_id}-{year}"
        add_sale(customer_id, date(year, 2, 1), 1234567, description=text, offering_id=offering_id, external_id=key)
    count_years([customer_id])
    row = db.session.get_one(Customer, customer_id)
    row.external_id, row.industry, row.employees = f"crm-{customer_id}", f"Bakery {word}", 47
    assignment = select(Assignment.id).where(Assignment.customer_id == customer_id).limit(1)
    return {
        "note": note.id,
        "assignment": db.session.execute(assignment).scalar_one(),
    }


def _leave_traces(cast: Cast) -> None:
    """What signing in and the worker leave behind."""
    for person in (cast.deputy, cast.second_approver):
        account = member_of(person) if isinstance(person, StaffPerson) else account_of(person)
        secret = second_factor.begin_setup(account)
        codes = second_factor.switch_on(account, pyotp.TOTP(secret).at(clock.now()), FROM_A_DESK)
        second_factor.use_recovery_code(account, codes[0], FROM_A_DESK)
    lock_outs.begin(b"key", "customer:stranger@nowhere.example")
    db.session.flush()
    outbox.lease()
    waiting = select(OutboxMessage).where(OutboxMessage.kind != OutboxKind.CONTACT_INVITATION)
    for place, message in enumerate(db.session.scalars(waiting.order_by(OutboxMessage.id))):
        if message.leased_until is not None:
            continue
        if place % 3 == 0:
            outbox.failed(message, "the mail server said no", for_good=True)
        elif place % 3 == 1:
            outbox.done(message, sent_to="somebody@limppula.example", subject="The plan was sent")


def _mail_links(key: bytes, cast: Cast, others: Others) -> tuple[dict[Link, str], list[tuple[Side, TokenPurpose, str]]]:
    """Every kind of one-time link, each to a person of its side; and those that work no longer."""
    with clock.at(clock.now() - timedelta(days=1)):
        mailed_links.request_sign_in_link(cast.second_approver.email, FROM_A_DESK)
    mailed_links.request_sign_in_link(cast.second_approver.email, FROM_A_DESK)
    for _mail in range(2):  # the second ends the first
        contact_book.invite_contact(staff_actor(cast.account_manager), others.invited.id, ContactRole.APPROVER)
    colleague = select(StaffMember.id).where(StaffMember.accepted_at.is_(None))
    invite_staff_again(staff_actor(cast.administrator), db.session.execute(colleague).scalar_one())
    for side, person in ((Side.CUSTOMER, cast.second_approver), (Side.PROVIDER, cast.deputy)):
        mailed_links.request_password_reset(side, person.email, FROM_A_DESK)
    db.session.flush()
    live, spent = {}, []
    for token in db.session.scalars(select(OneTimeToken).order_by(OneTimeToken.id)):
        side = Side.PROVIDER if token.staff_id else Side.CUSTOMER
        text = token_text(key, token.id, token.purpose)
        if token.used_at is None and token.expires_at > clock.now():
            live[side, token.purpose] = text
        else:
            spent.append((side, token.purpose, text))
    forged = [(side, purpose, f"{text[:-4]}AAAA") for (side, purpose), text in live.items()]
    return live, [*spent, *forged]
