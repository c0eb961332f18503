"""Looking for leaks: canaries that customers read, pages that depend on what is internal, words for other readers."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sqlalchemy import Engine, select

from portal.db import db, writing
from portal.domain.outbox import Job, OutboxMessage
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, draft_documents
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Revision
from portal.domain.plan.plans import Plan
from portal.jobs import mails
from portal.mail.errors import NotReady, Refused
from tests.cast import contact_actor
from tests.separation import markers
from tests.separation.columns import CANARY
from tests.separation.crawling import Read, crawl, read_again
from tests.separation.house import House
from tests.separation.matrix import ORDINARY
from tests.separation.planting import NOBODYS, Own, Planted, own_on_pages, plant
from tests.separation.visitors import Visitor

CANARIES = re.compile(rb"%b(\d+)x" % CANARY.encode())
UNSENT = (
    *(markers.APPROVER_DRAFT, markers.SUGGESTION, markers.DISMISSED),
    *(markers.PROVIDER_DRAFT, markers.TICKED_DRAFT, markers.INTERNAL),
)
"""What stands in no mail to a customer and in no document."""


def engine_of(house: House) -> Engine:
    """The database of the world."""
    with house.apps[Side.CUSTOMER].app_context():
        return db.engine


def said(canaries: Planted, answers: Iterable[Read]) -> Iterator[str]:
    """Which columns were read where."""
    names = list(canaries)
    for where, answer in answers:
        yield from (f"{where} says {names[int(number)]}" for number in sorted(set(CANARIES.findall(answer))))


def before_and_after(
    house: House, own: Own, read: Callable[[], Iterable[Read]]
) -> tuple[Mapping[str, bytes], Mapping[str, bytes], Planted]:
    """What is read before anything was planted, and after; the world is as it was."""
    try:
        before = dict(read())
        house.state.restore()
        canaries = plant(engine_of(house), own)
        return before, dict(read()), canaries
    finally:
        house.state.restore()


def differences(before: Mapping[str, bytes], after: Mapping[str, bytes], canaries: Planted) -> Iterator[str]:
    """Every canary that is read, and every answer that is another because something internal is."""
    yield from said(canaries, after.items())
    yield from (f"{where} depends on what is internal" for where in before if before[where] != after.get(where))


def on_pages(house: House, reader: Visitor, addresses: Iterable[str] | None = None) -> Iterator[str]:
    """What the reader's pages of the customer side leak; all of them, or those of the addresses."""
    own = own_on_pages(engine_of(house), house.world.passes[reader].own.get("device"))

    def read() -> Iterator[Read]:
        return crawl(house, Side.CUSTOMER, reader) if addresses is None else read_again(house, reader, addresses)

    yield from differences(*before_and_after(house, own, read))


def words_for_others(house: House, side: Side, visitor: Visitor, *, fragments: bool) -> Iterator[tuple[str, str]]:
    """Every answer along the links, and what of it the visitor may not read."""
    for where, answer in crawl(house, side, visitor, fragments=fragments):
        for word in ORDINARY.forbidden_to(visitor):
            if word.encode() in answer:
                yield where, f"{visitor.value}: {where} says {word}"
        yield where, ""


def in_mails(house: House) -> Iterator[str]:
    """What the mails that are or were to be sent leak, written down but not sent."""
    with house.apps[Side.CUSTOMER].app_context():
        canaries = plant(db.engine, NOBODYS)
        for job in _mail_jobs():
            try:
                mail = mails.write(job, house.config)
            except (NotReady, Refused):
                continue
            if mail is None:
                continue
            whole = f"{mail.subject}\n{mail.text}\n{mail.html}\n{mail.reply_to} {mail.sender_name}"
            yield from said(canaries, [(f"mail {job.kind.value}", whole.encode())])
            forbidden = UNSENT[:3] if job.staff_id else UNSENT
            yield from (f"mail {job.kind.value} says {word}" for word in forbidden if word in whole)
            if markers.OWN in whole and markers.RIVAL in whole:
                yield f"mail {job.kind.value} speaks of two customers"
        db.session.rollback()
    house.state.restore()


def in_documents(house: House) -> Iterator[str]:
    """What working drafts and new versions leak: the frozen content from which alone they are drawn."""
    world = house.world
    with house.apps[Side.CUSTOMER].app_context():
        canaries = plant(db.engine, NOBODYS)
        approver = contact_actor(world.cast.approver)
        with writing():
            plan = db.session.get_one(Plan, world.own.plan_id)
            goal = db.session.get_one(Revision, world.own.ids["open_goal"])
            agreement.approve(approver, goal.id, goal.fingerprint)
            order = draft_documents.order(approver, plan, "fi")
            frozen = [order.content + order.waits]
        frozen += db.session.scalars(select(AgreedVersion.content).where(AgreedVersion.plan_id == plan.id))
        for content in frozen:
            yield from said(canaries, [("frozen content", content.encode())])
            yield from (f"frozen content says {word}" for word in (*UNSENT, markers.RIVAL) if word in content)
    house.state.restore()


def _mail_jobs() -> list[Job]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [
        Job(
            id=row.id,
            kind=row.kind,
            staff_id=row.staff_id,
            account_id=row.account_id,
            contact_id=row.contact_id,
            customer_id=row.customer_id,
            plan_id=row.plan_id,
            data=row.data,
            message_id=row.message_id,
            created_at=row.created_at,
        )
        for row in rows
        if row.kind.is_mail
    ]
