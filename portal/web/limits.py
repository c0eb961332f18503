"""Limits per address on what strangers may try. Lock-outs of one account live in the database (people/lock_outs.py)."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

_limiter = Limiter(get_remote_address, storage_uri="memory://", strategy="moving-window")

sign_in = _limiter.limit("30/minute;300/hour", methods=["POST"])
second_factor = _limiter.limit("15/minute;100/hour", methods=["POST"])
asking_for_mail = _limiter.limit("10/minute;60/hour", methods=["POST"])
mailed_link = _limiter.limit("20/minute;200/hour", methods=["POST"])
checking = _limiter.limit("30/minute;300/hour")


def install(app: Flask) -> None:
    """Answer 429 to an address that tries too often."""
    _limiter.init_app(app)
