"""A CSV file as rows of named text: UTF-8, comma or semicolon, quoted as spreadsheets do."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NoReturn

from portal.domain.errors import N_
from portal.domain.insight.imports.problems import Complaints, ImportRefused, Problem
from portal.domain.people.details import one_line

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
LONGEST_CELL = 20_000
NOTHING = frozenset({"", "NULL"})
"""What stands for an empty cell: databases write NULL."""


@dataclass(frozen=True)
class Row:
    """One row: the line it begins on, and its cells by column or, once mapped, by field."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """One file, read."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    fingerprint: str


def read(file: str, content: bytes, limit: int) -> Sheet:
    """The rows of a file. Raises ImportRefused naming the lines that are not as the header says."""
    if len(content) > limit:
        _refuse(file, None, N_("The file is larger than %(most)s MB."), most=limit // 1024 // 1024)
    text = _decoded(file, content)
    complaints = Complaints(file)
    records = list(_records(file, text))
    if not records:
        _refuse(file, None, N_("The file is empty; its first line names the columns."))
    columns = tuple(one_line(name) for name in records[0][1])
    _check_columns(complaints, columns)
    rows = [row for line, cells in records[1:] if (row := _row(complaints, columns, line, cells))]
    complaints.refuse_if_any()
    return Sheet(file, columns, tuple(rows), sha256(content).hexdigest())


def mapped(sheet: Sheet, names: Mapping[str, str], required: Sequence[str], optional: Sequence[str]) -> list[Row]:
    """The rows with cells by field. `names` says which column holds a field; one of the field's name needs no saying.

    Raises ImportRefused when a column is missing or a field is not known.
    """
    complaints = Complaints(sheet.file)
    known = (*required, *optional)
    for field in names.keys() - set(known):
        complaints.add(
            None, N_("There is no field %(field)s; the fields are %(known)s."), field=field, known=list(known)
        )
    columns = {field: names.get(field, field) for field in known if field in names or field in sheet.columns}
    for field, column in columns.items():
        if column not in sheet.columns:
            complaints.add(
                1,
                N_("The column %(column)s for %(field)s is missing; the columns are %(columns)s."),
                column=column,
                field=field,
                columns=", ".join(sheet.columns),
            )
    for field in required:
        if field not in columns:
            complaints.add(1, N_("No column is given for %(field)s: add --map %(field)s=Column."), field=field)
    complaints.refuse_if_any()
    return [Row(row.line, {field: row.cells[column] for field, column in columns.items()}) for row in sheet.rows]


def _decoded(file: str, content: bytes) -> str:
    body = content.removeprefix(BYTE_ORDER_MARK)
    try:
        text = body.decode()
    except UnicodeDecodeError as fault:
        line = body.count(b"\n", 0, fault.start) + 1
        _refuse(
            file,
            line,
            N_("The byte 0x%(byte)s is not UTF-8. Save the file as “CSV UTF-8” and try again."),
            byte=f"{body[fault.start]:02X}",
        )
    if "\0" in text:
        _refuse(file, text.count("\n", 0, text.index("\0")) + 1, N_("A zero byte stands here: this is no CSV file."))
    return text


def _records(file: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line that it begins on; a quoted cell may run over several."""
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as fault:
        _refuse(file, begins, N_("This is not written as a CSV file is: %(fault)s."), fault=fault)


def _check_columns(complaints: Complaints, columns: tuple[str, ...]) -> None:
    for name in sorted({name for name in columns if columns.count(name) > 1}):
        complaints.add(1, N_("Two columns are called “%(column)s”."), column=name)


def _row(complaints: Complaints, columns: tuple[str, ...], line: int, cells: list[str]) -> Row | None:
    if len(cells) != len(columns):
        complaints.add(
            line, N_("The line has %(found)s cells and the header %(wanted)s."), found=len(cells), wanted=len(columns)
        )
        return None
    if any(len(cell) > LONGEST_CELL for cell in cells):
        complaints.add(line, N_("A cell is longer than %(most)s characters."), most=LONGEST_CELL)
        return None
    values = (one_line(cell) for cell in cells)
    return Row(line, {column: "" if value in NOTHING else value for column, value in zip(columns, values, strict=True)})


def _refuse(file: str, line: int | None, reason: str, **values: object) -> NoReturn:
    raise ImportRefused([Problem(file, line, reason, values)])
