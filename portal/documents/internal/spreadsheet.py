"""A CSV file as the reader's spreadsheet program opens it; text that it would take for a formula is made harmless."""

import csv
import io
from collections.abc import Sequence

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""By it spreadsheet programs know that the letters are UTF-8."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class Spreadsheet:
    """Lines of one file: semicolons and decimal commas where they are the custom, else commas and points."""

    def __init__(self, locale: str) -> None:
        self.decimal_comma = locale in ("fi", "sv")

    def first(self, names: Sequence[str]) -> bytes:
        """The line that names the columns."""
        return BYTE_ORDER_MARK + self.line(*names)

    def line(self, *cells: str | int | None) -> bytes:
        """One line; a whole number stands for cents."""
        written = io.StringIO()
        writer = csv.writer(written, delimiter=";" if self.decimal_comma else ",", lineterminator="\r\n")
        writer.writerow([harmless(cell) if isinstance(cell, str) else self._amount(cell) for cell in cells])
        return written.getvalue().encode()

    def _amount(self, cents: int | None) -> str:
        if cents is None:
            return ""
        text = f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"
        return text.replace(".", ",") if self.decimal_comma else text


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would reckon out."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
