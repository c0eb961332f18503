"""What the menus of both sides are made of; a room that is not there has no entry."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from portal.web import languages


@dataclass(frozen=True)
class Person:
    """The signed-in person in the corner of every page."""

    name: str
    initials: str
    title: str


@dataclass(frozen=True)
class Entry:
    """One line of a menu."""

    label: str
    url: str
    icon: str
    current: bool = False
    key: str = ""
    count: int = 0


def person(name: str, title: str) -> Person:
    return Person(name, initials(name), title)


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper() if words else ""


def exists(endpoint: str) -> bool:
    """Whether this side has that page."""
    return endpoint in current_app.view_functions


def entry(endpoint: str, label: str, icon: str, *, key: str = "", **values: object) -> Entry | None:
    """A line that leads to the page, if there is one; values that its address has no place for are left out."""
    if not exists(endpoint):
        return None
    room, addresses = endpoint.partition(".")[0], current_app.url_map
    placed: dict[str, Any] = {
        name: value for name, value in values.items() if addresses.is_endpoint_expecting(endpoint, name)
    }
    return Entry(label, url_for(endpoint, **placed), icon, current=request.blueprint == room, key=key)


def entries(*lines: Entry | None) -> list[Entry]:
    """The lines that lead somewhere."""
    return [line for line in lines if line is not None]


def own() -> dict[str, object]:
    """What both layouts know of a signed-in person's own pages."""
    if "account" not in g or g.get("preview"):
        return {}
    return {
        "sign_out_url": url_for("sign_in.sign_out"),
        "theme_url": url_for("settings.theme"),
        "languages": [
            (code, name, url_for("settings.show", lang=code, _anchor="language"))
            for code, name in languages.NAMES.items()
        ],
    }
