"""Where a page of a list begins, as its address says it."""

from flask import request

LONGEST = 9
"""Digits; a longer number is no row's and no column could hold it."""


def edge(name: str) -> int | None:
    """The row after or before which the page stands; None where the address says none or nonsense."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST else None
