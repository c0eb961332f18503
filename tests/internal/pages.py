"""The internal side as a signed-in staff member asks it, page by page."""

import re
from dataclasses import dataclass

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Desk:
    """One person's browser."""

    client: FlaskClient

    def get(self, address: str, **headers: str) -> TestResponse:
        return self.client.get(address, headers=headers)

    def text(self, address: str) -> str:
        """The page, which must be there."""
        answer = self.get(address)
        assert answer.status_code == 200, (address, answer.status_code)
        return answer.get_data(as_text=True)

    def post(self, address: str, shown_on: str, **fields: object) -> TestResponse:
        """Send a form with the token of the page that shows it."""
        found = TOKEN.search(self.get(shown_on).get_data(as_text=True))
        return self.client.post(address, data={"csrf_token": found.group(1) if found else "", **fields})
