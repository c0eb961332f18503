"""The built front-end files: served under content-hashed names, for ever cacheable."""

import json
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, Response, send_from_directory, url_for

from portal.web.guard import public

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"
YEAR = 365 * 24 * 3600

blueprint = Blueprint("assets", __name__)


@cache
def manifest() -> dict[str, str]:
    """Logical name → hashed name, written by the asset build."""
    names: dict[str, str] = json.loads((BUILD / "manifest.json").read_text())
    return names


def asset(name: str) -> str:
    """The address of a built file by its logical name."""
    return url_for("assets.file", name=manifest()[name])


@blueprint.get("/static/<name>")
@public
def file(name: str) -> Response:
    """One built file."""
    answer = send_from_directory(BUILD, name, max_age=YEAR)
    answer.cache_control.immutable = True
    return answer


def install(app: Flask) -> None:
    """Serve the files and give templates `asset`."""
    app.register_blueprint(blueprint)
    app.jinja_env.globals["asset"] = asset
