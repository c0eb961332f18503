"""The customer side: where the customer's own people review, negotiate and approve."""

from flask import Flask

from portal.config import Config
from portal.customer import check, companies, draft_documents, navigation, own_data, preview, sign_in_links, versions
from portal.customer.people import CustomerPeople
from portal.web import (
    devices,
    health,
    invitations,
    own_password,
    passwords,
    second_factor,
    settings,
    sign_in,
)
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
)


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
    navigation.install(app)
    app.extensions["csrf"].exempt(preview.begin)
    check_declared(app)
    return app
