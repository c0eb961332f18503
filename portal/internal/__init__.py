"""The internal side: where the provider's staff work."""

from flask import Flask

from portal.config import Config, Environment
from portal.internal import (
    approval,
    assignments,
    audit,
    contacts,
    customers,
    decisions,
    demo,
    draft_documents,
    event_words,
    exports,
    find,
    goals,
    items,
    messages,
    navigation,
    negotiation,
    next_steps,
    notes,
    plans,
    provider_settings,
    saved_views,
    second_factor_first,
    sections,
    segments,
    sendings,
    staff,
    styleguide,
    today,
    versions,
    view_as_customer,
)
from portal.internal.people import InternalPeople
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
    view_as_customer,
    draft_documents,
    versions,
    messages,
    customers,
    exports,
    saved_views,
    contacts,
    approval,
    assignments,
    segments,
    notes,
    find,
    staff,
    provider_settings,
    audit,
    plans,
    goals,
    next_steps,
    sections,
    items,
    sendings,
    negotiation,
    decisions,
    today,
)

DEMO_ROOMS = (demo, mailbox)


def create_app(config: Config) -> Flask:
    """The internal side. Refuses to start when a route declares no permission."""
    side = SideSettings(
        name="internal",
        cookie="sovittu_internal",
        secret_key=config.internal_secret_key.get_secret_value(),
        url=config.internal_url,
        people=InternalPeople(),
    )
    app = create_side(config, side)
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    if config.environment is not Environment.PRODUCTION:
        app.register_blueprint(styleguide.blueprint)
    for room in DEMO_ROOMS if config.environment is Environment.DEMO else ():
        app.register_blueprint(room.blueprint)
    navigation.install(app)
    event_words.install(app)
    second_factor_first.install(app)
    check_declared(app)
    return app
