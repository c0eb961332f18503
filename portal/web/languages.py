"""The reader's language and theme: by choice, else the person's own, else the browser's."""

from typing import cast
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from werkzeug.wrappers import Response as BaseResponse

from portal.texts import LOCALES, Texts

COOKIE = "language"
THEME_COOKIE = "theme"
THEMES = ("light", "dark")
NAMES = {"en": "English", "fi": "Suomi", "sv": "Svenska"}
YEAR = 365 * 24 * 3600


def select() -> str:
    """The language of this answer."""
    if "locale" not in g:
        wanted = (request.args.get("lang"), g.get("person_locale"), request.cookies.get(COOKIE))
        chosen = next((locale for locale in wanted if locale in LOCALES), None)
        g.locale = chosen or request.accept_languages.best_match(LOCALES, "en")
    return cast(str, g.locale)


def texts() -> Texts:
    """Words and formats in the reader's language."""
    return Texts(select())


def theme() -> str | None:
    """Light or dark by choice; None leaves it to the system."""
    wanted = (request.cookies.get(THEME_COOKIE), g.get("person_theme"))
    return next((chosen for chosen in wanted if chosen in THEMES), None)


def choices() -> list[tuple[str, str, str]]:
    """This page in every language: code, own name, address."""
    query = request.args.to_dict()
    return [(code, NAMES[code], "?" + urlencode(query | {"lang": code})) for code in LOCALES]


def forget() -> None:
    """Choose anew: the person who asks has just become known."""
    g.pop("locale", None)


def read_in(locale: str) -> None:
    """Answer in this language: the person has just chosen it."""
    g.locale = locale


def remember_theme(response: BaseResponse, chosen: str) -> None:
    """Keep the colours on this device."""
    kept = chosen if chosen in THEMES else ""
    response.set_cookie(THEME_COOKIE, kept, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True)


def _remember(response: Response) -> Response:
    chosen = request.args.get("lang")
    if chosen in LOCALES:
        response.set_cookie(COOKIE, chosen, max_age=YEAR, samesite="Lax", secure=request.is_secure, httponly=True)
    return response


def install(app: Flask) -> None:
    """Remember a chosen language on this device."""
    app.after_request(_remember)
