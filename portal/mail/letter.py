"""A letter: what a mail says, once, from which its text part and its HTML part are both made."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import jinja2

from portal.texts import Texts

TEMPLATES = Path(__file__).parents[2] / "templates" / "mail"


@dataclass(frozen=True)
class Paragraph:
    """Plain text."""

    text: str
    kind: str = "paragraph"


@dataclass(frozen=True)
class Quote:
    """What a person wrote, and who."""

    text: str
    by: str
    kind: str = "quote"


@dataclass(frozen=True)
class Entry:
    """One thing of a list, with the page it stands on."""

    title: str
    text: str
    url: str


@dataclass(frozen=True)
class Listing:
    """Things one below the other."""

    entries: Sequence[Entry]
    kind: str = "listing"


@dataclass(frozen=True)
class Button:
    """The one thing to do."""

    text: str
    url: str
    kind: str = "button"


Part = Paragraph | Quote | Listing | Button


@dataclass(frozen=True)
class Letter:
    """Subject, what it says, and in small print why it came."""

    subject: str
    heading: str
    parts: Sequence[Part]
    small_print: Sequence[str] = ()


def as_text(letter: Letter, texts: Texts, sender: str) -> str:
    """The text part."""
    return _environment().get_template("letter.txt").render(letter=letter, locale=texts.locale, sender=sender)


def as_html(letter: Letter, texts: Texts, sender: str) -> str:
    """The HTML part; it loads nothing from anywhere."""
    return _environment().get_template("letter.html").render(letter=letter, locale=texts.locale, sender=sender)


@lru_cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
