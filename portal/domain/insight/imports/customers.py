"""Customers from a spreadsheet, known again by the key they have in the other system."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import insert, select, update

from portal.db import db
from portal.domain.audit import AuditEvent
from portal.domain.errors import Invalid
from portal.domain.insight.imports.comparing import Keys, Outcome, Values, authorise, batches, compare, record
from portal.domain.insight.imports.problems import Complaints
from portal.domain.insight.imports.reading import Row, Sheet, mapped
from portal.domain.people import search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.customers import Customer, sort_name
from portal.domain.people.details import NOT_A_COUNT, CustomerDetails

REQUIRED: Final = ("key", "name")
OPTIONAL: Final = (
    *("business_id", "street", "postal_code", "city", "country", "phone", "language", "industry", "employees"),
)
KEPT_AS = {"key": "external_id", "language": "locale"}


def import_customers(
    actor: StaffActor | None, sheet: Sheet, names: Mapping[str, str], *, dry_run: bool = False
) -> Outcome:
    """Write the customers of a file, or say what that would do. Raises ImportRefused, and then nothing was written."""
    authorise(actor)
    wanted = _wanted(sheet, mapped(sheet, names, REQUIRED, OPTIONAL))
    difference = compare(wanted, _known(list(wanted)))
    if dry_run or not (difference.new or difference.changed):
        return difference.outcome
    if difference.new:
        db.session.execute(insert(Customer), difference.new)
    if difference.changed:
        db.session.execute(update(Customer), difference.changed)
    db.session.expire_all()
    written = [values["external_id"] for values in (*difference.new, *difference.changed)]
    for keys in batches(written):
        search_words.refresh(list(db.session.scalars(select(Customer.id).where(Customer.external_id.in_(keys)))))
    record(AuditEvent.CUSTOMERS_IMPORTED, actor, sheet, difference.outcome)
    return difference.outcome


def ids_by_key(keys: list[str]) -> dict[str, int]:
    """The customers of these keys."""
    found: dict[str, int] = {}
    for portion in batches(keys):
        query = select(Customer.external_id, Customer.id).where(Customer.external_id.in_(portion))
        found.update({key: customer_id for key, customer_id in db.session.execute(query) if key})
    return found


def _wanted(sheet: Sheet, rows: list[Row]) -> dict[str, Values]:
    complaints = Complaints(sheet.file)
    keys = Keys(complaints)
    wanted: dict[str, Values] = {}
    for row in rows:
        keys.take(row, row.cells["key"], row.cells["key"])
        try:
            details = _details(row).cleaned()
        except Invalid as fault:
            for problem in fault.problems.values():
                complaints.add(row.line, problem, **fault.values)
            continue
        columns = [KEPT_AS.get(field, field) for field in row.cells if row.cells[field] or field != "language"]
        wanted[row.cells["key"]] = {
            **{column: getattr(details, column) for column in columns},
            "sort_name": sort_name(details.name),
        }
    complaints.refuse_if_any()
    return wanted


def _details(row: Row) -> CustomerDetails:
    given = {KEPT_AS.get(field, field): cell for field, cell in row.cells.items() if cell and field != "employees"}
    count = row.cells.get("employees", "")
    if count and not (count.isascii() and count.isdigit()):
        raise Invalid({"employees": NOT_A_COUNT})
    return CustomerDetails(**{"name": "", **given}, employees=int(count) if count else None)


def _known(keys: list[str]) -> dict[str, Values]:
    known: dict[str, Values] = {}
    for portion in batches(keys):
        query = select(Customer.__table__).where(Customer.external_id.in_(portion))
        known.update({row["external_id"]: dict(row) for row in db.session.execute(query).mappings()})
    return known
