"""The customer side: where the customer's own people review, negotiate and approve."""

from flask import Flask

from portal.config import Config, Environment
from portal.customer import (
    answers,
    check,
    companies,
    demo,
    documents,
    draft_documents,
    everybody,
    goals,
    home,
    navigation,
    next_steps,
    own_data,
    plans,
    preview,
    proposals,
    review,
    sign_in_links,
    suggestions,
    versions,
    wording,
)
from portal.customer.people import CustomerPeople
from portal.web import devices, health, invitations, mailbox, own_password, passwords, second_factor, settings, sign_in
from portal.web.application import SideSettings, create_side
from portal.web.guard import check_declared

ROOMS = (
    health,
    sign_in,
    passwords,
    invitations,
    settings,
    own_password,
    second_factor,
    devices,
    sign_in_links,
    companies,
    own_data,
    preview,
    check,
    draft_documents,
    versions,
    home,
    plans,
    review,
    goals,
    next_steps,
    answers,
    proposals,
    suggestions,
    documents,
    everybody,
)

DEMO_ROOMS = (demo, mailbox)


def create_app(config: Config) -> Flask:
    """The customer side. Refuses to start when a route declares no permission."""
    side = SideSettings(
        name="customer",
        cookie="sovittu_customer",
        secret_key=config.customer_secret_key.get_secret_value(),
        url=config.customer_url,
        people=CustomerPeople(),
    )
    app = create_side(config, side)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    for room in DEMO_ROOMS if config.environment is Environment.DEMO else ():
        app.register_blueprint(room.blueprint)
    navigation.install(app)
    wording.install(app)
    app.extensions["csrf"].exempt(preview.begin)
    check_declared(app)
    return app
