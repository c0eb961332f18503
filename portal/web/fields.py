"""Form fields that understand days and numbers as people write them in their own language."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, StringField, TextAreaField
from wtforms.widgets import TextInput

from portal.web import languages

NOT_A_DAY = _l("Write the day like this: 28.5.2027.")
NOT_A_NUMBER = _l("Write a number, such as 54 300,5.")

_DAY_FIRST = re.compile(r"(\d{1,2})\s*[./-]\s*(\d{1,2})\s*[./-]\s*(\d{4})\.?", re.ASCII)
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_SPACES = re.compile(r"[\s\u00a0\u202f'’]")
_GROUPED = re.compile(r"-?\d{1,3}([.,])\d{3}(?:\1\d{3})*", re.ASCII)
_PLAIN = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)


def parse_day(text: str) -> date:
    """28.5.2027, 28/05/2027 and 2027-05-28 are the same day. Raises ValueError for anything else."""
    written = text.strip()
    if found := _YEAR_FIRST.fullmatch(written):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(written):
        day, month, year = found.groups()
    else:
        raise ValueError(f"not a day: {text!r}")
    return date(int(year), int(month), int(day))


def parse_decimal(text: str, locale: str) -> Decimal:
    """54 300,5 in Finnish and Swedish, 54,300.5 in English; either mark is taken for the other where it is plain.

    Raises ValueError for anything else.
    """
    written = _SPACES.sub("", text).replace("\N{MINUS SIGN}", "-")
    marks = [mark for mark in written if mark in ".,"]
    if len(set(marks)) == 2:
        written = written.replace(marks[0], "")
    elif len(marks) > 1 or (locale == "en" and marks == [","]):
        written = written.replace(marks[0], "") if _GROUPED.fullmatch(written) else written
    written = written.replace(",", ".")
    if not _PLAIN.fullmatch(written):
        raise ValueError(f"not a number: {text!r}")
    return Decimal(written)


class _WrittenField(Field):
    """A line of text that means something; what was typed stays in it whether it was understood or not."""

    widget = TextInput()

    def understood(self, text: str) -> object:
        raise NotImplementedError

    def said(self, value: Any) -> str:
        raise NotImplementedError

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.said(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = self.understood(valuelist[0]) if valuelist and valuelist[0].strip() else None


class DayField(_WrittenField):
    """A calendar day, or nothing."""

    def understood(self, text: str) -> date:
        try:
            return parse_day(text)
        except ValueError:
            raise ValueError(NOT_A_DAY) from None

    def said(self, value: date) -> str:
        return f"{value.day}.{value.month}.{value.year}"


class NumberField(_WrittenField):
    """A decimal number, or nothing."""

    def understood(self, text: str) -> Decimal:
        try:
            return parse_decimal(text, languages.select())
        except ValueError:
            raise ValueError(NOT_A_NUMBER) from None

    def said(self, value: Decimal) -> str:
        return languages.texts().decimal(value)


def _trimmed(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\0", "").strip()


class LineField(StringField):
    """One line of text, trimmed."""

    data: str

    def __init__(self, label: object = None, **options: Any) -> None:
        super().__init__(label, filters=[_trimmed], **options)  # type: ignore[arg-type]  # a lazy text is a label


class WordsField(TextAreaField):
    """Paragraphs of text, trimmed."""

    data: str

    def __init__(self, label: object = None, **options: Any) -> None:
        super().__init__(label, filters=[_trimmed], **options)  # type: ignore[arg-type]  # a lazy text is a label
