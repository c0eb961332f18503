"""Contacts from a spreadsheet, known again by their customer's key and their own; they get no access by it."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import insert, select, update

from portal.db import db
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid
from portal.domain.insight.imports.comparing import Keys, Outcome, Values, authorise, batches, compare, record
from portal.domain.insight.imports.customers import ids_by_key
from portal.domain.insight.imports.problems import Complaints
from portal.domain.insight.imports.reading import Row, Sheet, mapped
from portal.domain.people import search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.contact_book import HAS_ACCESS
from portal.domain.people.contacts import Contact
from portal.domain.people.details import ContactDetails

REQUIRED: Final = ("key", "customer", "name")
OPTIONAL: Final = ("title", "email", "phone")
NO_CUSTOMER = N_("There is no customer with the key %(key)s. Import the customers first.")

ContactKey = tuple[int, str]


def import_contacts(
    actor: StaffActor | None, sheet: Sheet, names: Mapping[str, str], *, dry_run: bool = False
) -> Outcome:
    """Write the contacts of a file, or say what that would do. Raises ImportRefused, and then nothing was written."""
    authorise(actor)
    rows = mapped(sheet, names, REQUIRED, OPTIONAL)
    complaints = Complaints(sheet.file)
    wanted = _wanted(complaints, rows)
    known = _known(sorted({customer_id for customer_id, _key in wanted}))
    _refuse_changed_sign_ins(complaints, rows, wanted, known)
    complaints.refuse_if_any()
    difference = compare(wanted, known)
    if dry_run or not (difference.new or difference.changed):
        return difference.outcome
    if difference.new:
        db.session.execute(insert(Contact), difference.new)
    if difference.changed:
        db.session.execute(update(Contact), difference.changed)
    db.session.expire_all()
    search_words.refresh({customer_id for customer_id, _key in wanted})
    record(AuditEvent.CONTACTS_IMPORTED, actor, sheet, difference.outcome)
    return difference.outcome


def _wanted(complaints: Complaints, rows: list[Row]) -> dict[ContactKey, Values]:
    customers = ids_by_key(sorted({row.cells["customer"] for row in rows}))
    keys = Keys(complaints)
    wanted: dict[ContactKey, Values] = {}
    for row in rows:
        customer_id, key = customers.get(row.cells["customer"]), row.cells["key"]
        if customer_id is None:
            complaints.add(row.line, NO_CUSTOMER, key=row.cells["customer"] or "–")
            continue
        keys.take(row, (customer_id, key), key)
        try:
            details = _details(row).cleaned()
        except Invalid as fault:
            for problem in fault.problems.values():
                complaints.add(row.line, problem, **fault.values)
            continue
        columns = [field for field in ("name", *OPTIONAL) if field in row.cells]
        wanted[customer_id, key] = {
            "customer_id": customer_id,
            "external_id": key,
            **{column: getattr(details, column) for column in columns},
        }
    return wanted


def _details(row: Row) -> ContactDetails:
    cell = row.cells.get
    return ContactDetails(row.cells["name"], cell("title", ""), cell("email"), cell("phone", ""), row.cells["key"])


def _known(customer_ids: list[int]) -> dict[ContactKey, Values]:
    known: dict[ContactKey, Values] = {}
    for portion in batches(customer_ids):
        query = select(Contact.__table__).where(Contact.customer_id.in_(portion), Contact.external_id.is_not(None))
        for row in db.session.execute(query).mappings():
            known[row["customer_id"], row["external_id"]] = dict(row)
    return known


def _refuse_changed_sign_ins(
    complaints: Complaints,
    rows: list[Row],
    wanted: Mapping[ContactKey, Values],
    known: Mapping[ContactKey, Values],
) -> None:
    """A file never changes the address with which somebody signs in; an empty cell leaves it as it is."""
    lines = {row.cells["key"]: row.line for row in rows}
    for key, values in wanted.items():
        row = known.get(key)
        if row is None or row["account_id"] is None or "email" not in values:
            continue
        if values["email"] not in (None, row["email"]):
            complaints.add(lines[key[1]], HAS_ACCESS)
        values["email"] = row["email"]
