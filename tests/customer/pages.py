"""What a person sees and sends: pages as text, and the hidden fields of the form that they answer with."""

import html
import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


@dataclass(frozen=True)
class Page:
    """One answer of the portal."""

    status: int
    html: str
    address: str

    @property
    def heading(self) -> str:
        return words(re.search(r"<h1[^>]*>(.*?)</h1>", self.html, re.S))

    @property
    def text(self) -> str:
        """What a person reads, with what goes in [-…-] and what comes in {+…+}."""
        marked = re.sub(r'<span class="visually-hidden">[^<]*</span>', "", self.html)
        marked = re.sub(r"<del>(.*?)</del>", r"[-\1-]", marked, flags=re.S)
        marked = re.sub(r"<ins>(.*?)</ins>", r"{+\1+}", marked, flags=re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", marked)).split())

    def form(self, action: str) -> dict[str, str | list[str]]:
        """The hidden fields of the form that is sent to an address ending so."""
        found = re.search(rf'<form[^>]*action="[^"]*{re.escape(action)}"[^>]*>(.*?)</form>', self.html, re.S)
        assert found, f"no form for {action}"
        fields: dict[str, str | list[str]] = {}
        for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', found[1]):
            before = fields.get(name)
            plain = html.unescape(value)
            fields[name] = plain if before is None else [*([before] if isinstance(before, str) else before), plain]
        return fields

    def has_form(self, action: str) -> bool:
        return re.search(rf'<form[^>]*action="[^"]*{re.escape(action)}"', self.html) is not None

    def value_of(self, name: str) -> str:
        """What stands in a field, as it will be sent again."""
        if found := re.search(rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"', self.html):
            return html.unescape(found[1])
        found = re.search(rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', self.html, re.S)
        assert found, f"no field {name}"
        return html.unescape(found[1]).strip()


def words(found: re.Match[str] | None) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[1])).split()) if found else ""


def read(client: FlaskClient, address: str) -> Page:
    """Open a page."""
    return _page(client.get(address), address)


def send(client: FlaskClient, address: str, **fields: object) -> Page:
    """Send a form, and go where the answer leads."""
    return _page(client.post(address, data=fields, follow_redirects=True), address)


def answer(client: FlaskClient, item: str, act: str, **fields: object) -> Page:
    """Open the page of an item and send one of its answers with the hidden fields that the page has for it."""
    return send(client, f"{item}/{act}", **{**read(client, item).form(f"/{act}"), **fields})


def _page(response: TestResponse, address: str) -> Page:
    return Page(response.status_code, response.get_data(as_text=True), response.request.path or address)
