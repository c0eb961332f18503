"""Headers in any language, folded so that every reader puts them together again as they were.

The library's own folding drops or doubles spaces between words that are not plain ASCII; its older one does not.
"""

from email.header import Header
from email.policy import EmailPolicy
from typing import Any

LINE_END = "\r\n"
WITH_WORDS = ("subject", "from", "to")
"""The headers that people's and companies' words stand in."""


class MailPolicy(EmailPolicy):
    """As for SMTP, but for headers with words outside ASCII."""

    def fold(self, name: str, value: Any) -> str:
        if str(value).isascii() or name.lower() not in WITH_WORDS:
            return str(super().fold(name, value))
        if name.lower() == "subject":
            return f"{name}: {_words(str(value), name)}{LINE_END}"
        addresses = (f"{_words(one.display_name, name)}{LINE_END} <{one.addr_spec}>" for one in value.addresses)
        return f"{name}: {', '.join(addresses)}{LINE_END}"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii", "surrogateescape")


def _words(text: str, name: str) -> str:
    """Encoded words, as many on a line as fit."""
    return Header(text, "utf-8", header_name=name).encode(linesep=LINE_END)


POLICY = MailPolicy(linesep=LINE_END, raise_on_defect=True)
