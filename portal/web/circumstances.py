"""How a request came about, for the evidence of decisions and the audit log."""

from flask import request

from portal.domain.people.actors import Circumstances
from portal.domain.people.sessions import SignIn


def of_request(sign_in: SignIn | None = None) -> Circumstances:
    """Address and browser of this request, and the sign-in it came by."""
    return Circumstances(
        address=request.remote_addr or "",
        browser=request.headers.get("User-Agent", "")[:300],
        signed_in_by=sign_in.method if sign_in else "",
        signed_in_at=sign_in.authenticated_at if sign_in else None,
    )
