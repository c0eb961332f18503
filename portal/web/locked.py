"""What somebody reads who has to wait after too many failures."""

from flask_babel import ngettext

from portal import clock
from portal.domain.errors import LockedOut


def locked_words(locked: LockedOut) -> str:
    """How long to wait, in whole minutes."""
    seconds = int((locked.until - clock.now()).total_seconds())
    words: str = ngettext(
        "There were too many failed attempts. Try again in %(num)s minute.",
        "There were too many failed attempts. Try again in %(num)s minutes.",
        max(1, -(-seconds // 60)),
    )
    return words
