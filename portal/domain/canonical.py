"""Canonical JSON and its fingerprint: the same bytes for the same content, on any machine, for ever."""

import hashlib
import json


def canonical(value: object) -> str:
    """Sorted keys, no spaces, non-ASCII as is; encode as UTF-8 to get the bytes that are hashed."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
