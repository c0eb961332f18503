"""Says to load balancers and watchers whether this side answers and reaches its database."""

from flask import Blueprint, Response, jsonify
from sqlalchemy import text

from portal.db import db
from portal.web.guard import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def show() -> Response:
    """200 when the database answers; a database that is away makes it 503 like every page."""
    db.session.execute(text("SELECT 1"))
    return jsonify(status="ok")
