"""What the guard found out about this request: who asks, and about which customer and plan."""

from typing import cast

from flask import current_app, g

from portal.config import Config
from portal.domain.people.accounts import Account
from portal.domain.people.actors import AccountActor, Actor, ContactActor, PreviewActor, StaffActor
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.plan.plans import Plan


def sign_in() -> SignIn | None:
    """The device's sign-in; None when nobody is signed in, or in a preview."""
    return cast("SignIn | None", g.get("sign_in"))


def device() -> SignIn:
    """The device's sign-in, on a page that only signed-in people reach."""
    return cast(SignIn, g.sign_in)


def person() -> StaffActor | ContactActor | AccountActor | PreviewActor | None:
    """Who asks; None when nobody is signed in. On a page about no customer a contact is just an account."""
    return cast("StaffActor | ContactActor | AccountActor | PreviewActor | None", g.get("person"))


def account() -> Account:
    """The signed-in staff member or contact's account, on a page that the guard let through."""
    return cast(Account, g.account)


def staff() -> StaffActor:
    """The signed-in staff member, on a page that the guard let through."""
    return cast(StaffActor, g.person)


def contact() -> ContactActor:
    """The signed-in contact of this page's customer, on a page that only contacts reach."""
    return cast(ContactActor, g.person)


def viewer() -> ContactActor | PreviewActor:
    """Who reads this page of the customer side."""
    return cast("ContactActor | PreviewActor", g.person)


def actor() -> Actor:
    """Whoever acts, on either side."""
    return cast(Actor, g.person)


def customer() -> Customer:
    """The customer in this page's address."""
    return cast(Customer, g.customer)


def plan() -> Plan:
    """The plan in this page's address."""
    return cast(Plan, g.plan)


def side() -> Side:
    """The side whose app answers."""
    return cast(Side, current_app.extensions["people"].side)


def config() -> Config:
    """The deployment's settings."""
    return cast(Config, current_app.config["PORTAL"])


def token_key() -> bytes:
    """What one-time tokens and lock-outs are computed with."""
    return config().token_key.get_secret_value().encode()
