"""The internal side: where the provider's staff work."""

from flask import Flask

from portal.config import Config
from portal.internal.people import InternalPeople
from portal.web import health
from portal.web.application import SideSettings, create_side
from portal.web.guard import check_declared

ROOMS = (health,)


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
    check_declared(app)
    return app
