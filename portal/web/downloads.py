"""Serving documents whose bytes live in the database."""

from collections.abc import Callable
from io import BytesIO

from flask import Response, request, send_file

PDF = "application/pdf"


def pdf(name: str, sha256: str, load: Callable[[], bytes]) -> Response:
    """The file under its name; 304, without reading it, to whoever has it already."""
    if request.if_none_match.contains(sha256):
        answer = Response(status=304)
        answer.set_etag(sha256)
        return answer
    return send_file(BytesIO(load()), mimetype=PDF, as_attachment=True, download_name=name, etag=sha256)


def not_made_yet(page: str) -> tuple[str, int, dict[str, str]]:
    """A page that asks again by itself, with or without JavaScript, until the worker has made the document."""
    return page, 202, {"Refresh": "3"}
