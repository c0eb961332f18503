"""Quick find: a few customers, people and plans whose words begin with what is typed."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.people import search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.plan.plans import Plan
from portal.queries.internal.visible import visible

MOST = 5
LOOKED_THROUGH = 200


@dataclass(frozen=True)
class FoundCustomer:
    """A customer."""

    key: str
    name: str
    city: str


@dataclass(frozen=True)
class FoundPerson:
    """A contact."""

    id: int
    name: str
    customer_key: str
    customer_name: str


@dataclass(frozen=True)
class FoundPlan:
    """A plan of a customer that was found."""

    number: int
    title: str
    customer_key: str
    customer_name: str


@dataclass(frozen=True)
class Found:
    """What a query found."""

    customers: tuple[FoundCustomer, ...] = ()
    people: tuple[FoundPerson, ...] = ()
    plans: tuple[FoundPlan, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.customers or self.people or self.plans)


def find(actor: StaffActor, query: str) -> Found:
    """At most a few of each kind, among what the staff member may see."""
    if not search_words.words_of(query):
        return Found()
    key = Customer.__table__.c.id
    seen = (*visible(actor, key), *search_words.matches(key, query))
    customers = select(Customer.id, Customer.key, Customer.name, Customer.city).where(*seen)
    rows = db.session.execute(customers.order_by(Customer.sort_name, key).limit(LOOKED_THROUGH)).all()
    by_name = [row for row in rows if _fits(row.name, query)] or rows
    ids = [row.id for row in rows]
    return Found(
        customers=tuple(FoundCustomer(row.key, row.name, row.city) for row in by_name[:MOST]),
        people=_people(ids, query),
        plans=_plans([row.id for row in by_name]),
    )


def _people(customer_ids: list[int], query: str) -> tuple[FoundPerson, ...]:
    contacts = (
        select(Contact.id, Contact.name, Contact.email, Customer.key, Customer.name.label("customer"))
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.customer_id.in_(customer_ids))
        .order_by(Contact.name, Contact.id)
    )
    rows = [row for row in db.session.execute(contacts) if _fits(f"{row.name} {row.email or ''}", query)]
    return tuple(FoundPerson(row.id, row.name, row.key, row.customer) for row in rows[:MOST])


def _plans(customer_ids: list[int]) -> tuple[FoundPlan, ...]:
    plans = (
        select(Plan.number, Plan.title, Customer.key, Customer.name)
        .join(Customer, Customer.id == Plan.customer_id)
        .where(Plan.customer_id.in_(customer_ids[:MOST]))
        .order_by(Customer.sort_name, Customer.id, Plan.number.desc())
        .limit(MOST)
    )
    return tuple(FoundPlan(*row) for row in db.session.execute(plans))


def _fits(text: str, query: str) -> bool:
    """Whether some word typed begins a word of the text."""
    wanted = search_words.words_of(query)
    return any(word.startswith(tuple(wanted)) for word in search_words.words_of(text))
