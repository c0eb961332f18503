"""Deny by default: every route declares the permission it needs, and nothing is reached without it.

The order of every request: sign-in, then the customer and plan in the address as far as the person may see them
(else 404), then the permission (else 403, or 404 on the customer side).
"""

from collections.abc import Callable
from typing import Any, Protocol
from urllib.parse import urlsplit

from flask import Flask, Response, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db import begin_reading, writing
from portal.domain.errors import NotAllowed, NotFound
from portal.domain.people import sessions
from portal.domain.people.actors import PreviewActor, StaffActor
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.plan.plans import Plan
from portal.policy.permissions import Permission, can
from portal.web import current, languages

SESSION_KEY = "sign_in"
CSRF_KEY = "csrf_token"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC = "public"

View = Callable[..., Any]


class People(Protocol):
    """How one side knows its people, and finds customers and plans for them."""

    side: Side
    sign_in_endpoint: str

    def load(self, sign_in: SignIn) -> bool:
        """Put the person of this sign-in on `g`; False when it is not this side's, or the person may not come in."""
        ...

    def preview(self) -> bool:
        """Put the viewer of a running preview on `g`, if there is one."""
        ...

    def customer(self, key: str) -> Customer:
        """The customer of that key, and on the customer side its contact as the person. Raises NotFound."""
        ...

    def plan(self, customer: Customer, number: int) -> Plan:
        """The customer's plan of that number, if the person may know of it. Raises NotFound."""
        ...


def public(view: View) -> View:
    """This route needs no sign-in."""
    view._permission = PUBLIC  # type: ignore[attr-defined]  # read by the guard
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """This route needs the permission, on the customer in its address if it names one."""

    def mark(view: View) -> View:
        view._permission = permission  # type: ignore[attr-defined]  # read by the guard
        return view

    return mark


def permission_of(app: Flask, endpoint: str) -> str:
    """What a route declared; empty when it declared nothing."""
    return getattr(app.view_functions[endpoint], "_permission", "")


def check_declared(app: Flask) -> None:
    """Refuse to start with a route that declares no permission."""
    silent = sorted(endpoint for endpoint in app.view_functions if not permission_of(app, endpoint))
    if silent:
        raise RuntimeError(f"routes without a permission: {', '.join(silent)}")


def allowed(permission: Permission | str, customer_id: int | None = None) -> bool:
    """For templates: whether the person may do this, asked of the same predicate as the guard."""
    person = current.person()
    if customer_id is None and "customer" in g:
        customer_id = current.customer().id
    return person is not None and can(person, Permission(permission), customer_id)


def is_public_file(endpoint: str | None) -> bool:
    """True for the built front-end files, which may be cached."""
    return endpoint == "assets.file"


def remember(secret: str) -> None:
    """Put a device's secret into its session cookie, in a session begun anew.

    For the same person as before on this device, forms that are still open in other windows keep working.
    """
    before, form_token = session.get(SESSION_KEY), session.get(CSRF_KEY)
    session.clear()
    session.permanent = True
    session[SESSION_KEY] = secret
    if before and form_token and sessions.same_person(before, secret):
        session[CSRF_KEY] = form_token


def install(app: Flask, people: People) -> None:
    """Guard every route of the app, and let its addresses keep the customer and plan they stand under."""
    app.extensions["people"] = people
    app.before_request(lambda: _guard(app, people))
    app.after_request(_note_device)
    app.url_defaults(lambda endpoint, values: _same_subjects(app, endpoint, values))


def _guard(app: Flask, people: People) -> ResponseReturnValue | None:
    if request.endpoint is None or is_public_file(request.endpoint):
        return None
    _know_person(people)
    permission = permission_of(app, request.endpoint)
    if permission == PUBLIC:
        return None
    if current.sign_in() is None and not isinstance(current.person(), PreviewActor):
        return _ask_to_sign_in(people)
    _load_subjects(people)
    _authorise(Permission(permission))
    return None


def _same_subjects(app: Flask, endpoint: str, values: dict[str, Any]) -> None:
    for argument, subject, name in (("customer_key", "customer", "key"), ("plan_number", "plan", "number")):
        if subject in g and argument not in values and app.url_map.is_endpoint_expecting(endpoint, argument):
            values[argument] = getattr(g.get(subject), name)


def _know_person(people: People) -> None:
    languages.forget()
    if people.preview():
        return
    secret = session.get(SESSION_KEY)
    found = sessions.find(secret) if secret else None
    if found is not None and people.load(found):
        g.sign_in = found
        if clock.now() - found.seen_at >= sessions.SEEN_EVERY:
            g.device_seen = found.id
    languages.forget()


def _note_device(response: Response) -> Response:
    """Keep when the device was last in use, for its owner's list of devices; after the page, in its own transaction."""
    if "device_seen" in g and response.status_code < 400:
        begin_reading()
        with writing():
            sessions.saw(g.device_seen)
    return response


def _load_subjects(people: People) -> None:
    given = request.view_args or {}
    if "customer_key" in given:
        g.customer = people.customer(given.pop("customer_key"))
        languages.forget()
    if "plan_number" in given:
        g.plan = people.plan(g.customer, given.pop("plan_number"))


def _authorise(permission: Permission) -> None:
    person = current.person()
    subject = g.customer.id if "customer" in g else None
    if isinstance(person, PreviewActor) and request.method not in SAFE_METHODS:
        raise NotAllowed
    if person is None or not can(person, permission, subject):
        raise NotAllowed if isinstance(person, StaffActor) else NotFound


def _ask_to_sign_in(people: People) -> ResponseReturnValue:
    """To the sign-in page and back; a form that was sent is kept on a page that can send it again."""
    wanted = _page_in_view()
    address = url_for(people.sign_in_endpoint, next=wanted)
    if request.headers.get("HX-Request"):
        return "", 401, {"HX-Redirect": address}
    if request.method in SAFE_METHODS or not request.form:
        return redirect(address)
    return render_template("shared/sign_in/resend.html", sign_in_url=address, **sent_form()), 401


def _page_in_view() -> str | None:
    """The address, on this side, of the page that the person looks at; for a form or a part, the page it stands on."""
    if request.method in SAFE_METHODS and "HX-Request" not in request.headers:
        return request.full_path.rstrip("?")
    seen = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if seen.netloc != request.host or not seen.path.startswith(request.script_root + "/"):
        return None
    return seen._replace(scheme="", netloc="", path=seen.path.removeprefix(request.script_root), fragment="").geturl()


def sent_form(*left_out: str) -> dict[str, Any]:
    """For a page that sends the same form again: where it went, and every field but its token and those left out."""
    fields = request.form.items(multi=True)
    return {
        "address": request.script_root + request.full_path.rstrip("?"),
        "carried": [(name, value) for name, value in fields if name not in (CSRF_KEY, *left_out)],
    }
