"""Sales from one spreadsheet, or from two: orders in one, their lines in the other, joined on a column."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from sqlalchemy import insert, select, update

from portal.db import db
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_
from portal.domain.insight.imports import figures
from portal.domain.insight.imports.comparing import Keys, Outcome, Values, authorise, batches, compare, record
from portal.domain.insight.imports.contacts import NO_CUSTOMER
from portal.domain.insight.imports.customers import ids_by_key
from portal.domain.insight.imports.problems import Complaints
from portal.domain.insight.imports.reading import Row, Sheet, mapped
from portal.domain.insight.sales import CURRENCY, Sale, count_years
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import LINE_LENGTH, TOO_LONG, one_line

REQUIRED: Final = ("key", "customer", "sold_on")
OPTIONAL: Final = ("currency", "description")
PRICED: Final = ("unit_price", "quantity")
LINE_FIELDS: Final = (*PRICED, "discount")

NOT_A_DAY = N_("“%(text)s” is no date; it looks like 2026-11-21 or 21.11.2026.")
NOT_A_NUMBER = N_("“%(text)s” in %(field)s is no number; it looks like 1250.50.")
NOT_A_DISCOUNT = N_("“%(text)s” in discount is no share between 0 and 1.")
NOT_A_CURRENCY = N_("“%(text)s” is no currency; it looks like EUR.")

Read = TypeVar("Read")


@dataclass(frozen=True)
class Lines:
    """The second file, and the column that both files have."""

    sheet: Sheet
    on: str


def import_sales(
    actor: StaffActor | None,
    sheet: Sheet,
    names: Mapping[str, str],
    *,
    lines: Lines | None = None,
    dry_run: bool = False,
) -> Outcome:
    """Write the sales of a file, or say what that would do. Raises ImportRefused, and then nothing was written."""
    authorise(actor)
    complaints = Complaints(sheet.file)
    wanted = _with_lines(complaints, sheet, lines, names) if lines else _alone(complaints, sheet, names)
    complaints.refuse_if_any()
    known = _known(list(wanted))
    difference = compare(wanted, known)
    if dry_run or not (difference.new or difference.changed):
        return difference.outcome
    if difference.new:
        db.session.execute(insert(Sale), difference.new)
    if difference.changed:
        db.session.execute(update(Sale), difference.changed)
    db.session.expire_all()
    count_years({int(str(row["customer_id"])) for row in (*wanted.values(), *known.values())})
    record(AuditEvent.SALES_IMPORTED, actor, sheet, difference.outcome)
    return difference.outcome


def _alone(complaints: Complaints, sheet: Sheet, names: Mapping[str, str]) -> dict[str, Values]:
    """Sales whose amount, or price and quantity, stand in their own row."""
    summed = "amount" not in names and "amount" not in sheet.columns
    amounts = PRICED if summed else ("amount",)
    rows = mapped(sheet, names, (*REQUIRED, *amounts), (*OPTIONAL, "discount") if summed else OPTIONAL)
    read = _line_amount if summed else _amount
    return _wanted(complaints, rows, {row.cells["key"]: read(complaints, row) for row in rows})


def _with_lines(complaints: Complaints, sheet: Sheet, lines: Lines, names: Mapping[str, str]) -> dict[str, Values]:
    """Sales whose amount is the sum of their lines in the other file."""
    of_lines = {field: column for field, column in names.items() if field in LINE_FIELDS}
    rows = mapped(
        sheet, {field: column for field, column in names.items() if field not in of_lines}, REQUIRED, OPTIONAL
    )
    joined = {"on": lines.on}
    places = mapped(sheet, joined, ("on",), ())
    keys = {place.cells["on"]: row.cells["key"] for place, row in zip(places, rows, strict=True)}
    amounts = _sums(
        Complaints(lines.sheet.file), keys, mapped(lines.sheet, joined | of_lines, ("on", *PRICED), ("discount",))
    )
    for row in rows:
        if row.cells["key"] not in amounts:
            complaints.add(
                row.line, N_("The sale %(key)s has no lines in %(file)s."), key=row.cells["key"], file=lines.sheet.file
            )
    return _wanted(complaints, rows, amounts)


def _sums(complaints: Complaints, keys: Mapping[str, str], rows: list[Row]) -> dict[str, Decimal | None]:
    sums: dict[str, Decimal | None] = {}
    for row in rows:
        key = keys.get(row.cells["on"])
        if key is None:
            complaints.add(row.line, N_("There is no sale %(key)s in the other file."), key=row.cells["on"] or "–")
            continue
        amount = _line_amount(complaints, row)
        sums[key] = (sums.get(key) or Decimal(0)) + (amount or 0)
    complaints.refuse_if_any()
    return sums


def _wanted(complaints: Complaints, rows: list[Row], amounts: Mapping[str, Decimal | None]) -> dict[str, Values]:
    customers = ids_by_key(sorted({row.cells["customer"] for row in rows}))
    keys = Keys(complaints)
    wanted: dict[str, Values] = {}
    for row in rows:
        key, customer = row.cells["key"], row.cells["customer"]
        keys.take(row, key, key)
        if customer not in customers:
            complaints.add(row.line, NO_CUSTOMER, key=customer or "–")
        sold_on = _read(complaints, row, "sold_on", figures.day, NOT_A_DAY)
        wanted[key] = {
            "external_id": key,
            "customer_id": customers.get(customer),
            "sold_on": sold_on,
            "amount_cents": _cents(complaints, row, amounts.get(key)),
            "currency": _currency(complaints, row),
            "description": _description(complaints, row),
        }
    return wanted


def _amount(complaints: Complaints, row: Row) -> Decimal | None:
    return _read(complaints, row, "amount", figures.number, NOT_A_NUMBER)


def _line_amount(complaints: Complaints, row: Row) -> Decimal | None:
    price, quantity = (_read(complaints, row, field, figures.number, NOT_A_NUMBER) for field in PRICED)
    share = _read(complaints, row, "discount", figures.discount, NOT_A_DISCOUNT) if row.cells.get("discount") else None
    return price * quantity * (1 - (share or 0)) if price is not None and quantity is not None else None


def _cents(complaints: Complaints, row: Row, amount: Decimal | None) -> int:
    if amount is None:
        return 0
    if abs(amount) >= figures.MOST:
        complaints.add(row.line, N_("The amount is larger than any sale."))
        return 0
    return figures.cents(amount)


def _currency(complaints: Complaints, row: Row) -> str:
    text = row.cells.get("currency") or CURRENCY
    if not (len(text) == len(CURRENCY) and text.isascii() and text.isupper()):
        complaints.add(row.line, NOT_A_CURRENCY, text=text)
    return text


def _description(complaints: Complaints, row: Row) -> str:
    text = one_line(row.cells.get("description", ""))
    if len(text) > LINE_LENGTH:
        complaints.add(row.line, TOO_LONG, most=LINE_LENGTH)
    return text


def _read(complaints: Complaints, row: Row, field: str, read: Callable[[str], Read], reason: str) -> Read | None:
    text = row.cells[field]
    try:
        return read(text)
    except ValueError:
        complaints.add(row.line, reason, text=text[:LINE_LENGTH], field=field)
        return None


def _known(keys: list[str]) -> dict[str, Values]:
    known: dict[str, Values] = {}
    for portion in batches(keys):
        query = select(Sale.__table__).where(Sale.external_id.in_(portion))
        known.update({row["external_id"]: dict(row) for row in db.session.execute(query).mappings()})
    return known
