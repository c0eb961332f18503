"""Passwords: what counts as one, and how it is kept (argon2id, the parameters of RFC 9106 for little memory)."""

from functools import cache
from itertools import pairwise
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from portal.domain.errors import N_, Invalid

MINIMUM_LENGTH: Final = 12
MAXIMUM_LENGTH: Final = 200
FEWEST_CHARACTERS: Final = 5
"""A password of fewer different characters is a key held down."""

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """What is stored of a password."""
    return _hasher.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """True when the password is the one that was hashed. Takes as long when there is none to compare with."""
    try:
        _hasher.verify(password_hash or _nobody(), password if len(password) <= MAXIMUM_LENGTH else "")
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def needs_rehash(password_hash: str) -> bool:
    """True when the hash was made with older parameters."""
    return _hasher.check_needs_rehash(password_hash)


def check(password: str, *, email: str, name: str = "", field: str = "password") -> None:
    """Raises Invalid when the password is too short, too long, or what anybody would try first."""
    if len(password) < MINIMUM_LENGTH:
        raise Invalid(
            {field: N_("Use at least %(least)s characters. A few words in a row are good.")}, least=MINIMUM_LENGTH
        )
    if len(password) > MAXIMUM_LENGTH:
        raise Invalid({field: N_("Use at most %(most)s characters.")}, most=MAXIMUM_LENGTH)
    plain = password.casefold()
    if len(set(plain)) < FEWEST_CHARACTERS or _is_a_run(plain) or _is_ones_own(plain, email, name):
        raise Invalid(
            {field: N_("This is easy to guess. Choose words that have nothing to do with you or with each other.")}
        )


def _is_ones_own(plain: str, email: str, name: str) -> bool:
    """Whether it is the person's name or address with little behind it."""
    own = (email.casefold(), email.casefold().partition("@")[0], *name.casefold().split())
    return any(part and plain.startswith(part) and len(plain) < len(part) + 8 for part in own)


def _is_a_run(plain: str) -> bool:
    """Whether it is one piece over and over, or characters in a row: salasanasalasana, 123456789012."""
    steps = {ord(after) - ord(before) for before, after in pairwise(plain)}
    return steps <= {1, -9} or plain in (plain + plain)[1:-1]


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
