"""Signing in as one of the demo's people without a password; only the demo's rooms lead here."""

from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.people import accounts, sign_in
from portal.domain.people.sign_in import Method
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.returning import welcome


def sign_in_as(email: str) -> ResponseReturnValue:
    """In, as the person of that address on this side."""
    account = accounts.by_email(current.side(), email)
    if account is None:
        raise NotFound
    arrival = sign_in.arrive(current.token_key(), account, Method.PASSWORD, of_request())
    return welcome(arrival, Method.PASSWORD, None)
