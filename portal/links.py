"""Absolute addresses on either side, for mails and documents: `url_for` cannot cross from one app to the other.

The paths are checked against the URL maps by a test.
"""

from dataclasses import dataclass

from portal.config import Config


@dataclass(frozen=True)
class CustomerLinks:
    """Addresses of the customer side."""

    base: str

    def home(self, customer_key: str) -> str:
        return f"{self.base}/c/{customer_key}/"

    def plan(self, customer_key: str, plan: int) -> str:
        return f"{self.base}/c/{customer_key}/plans/{plan}/"

    def review(self, customer_key: str, plan: int) -> str:
        return f"{self.base}/c/{customer_key}/plans/{plan}/review"

    def goal(self, customer_key: str, plan: int, goal: int) -> str:
        return f"{self.base}/c/{customer_key}/plans/{plan}/goals/{goal}"

    def next_step(self, customer_key: str, plan: int, step: int) -> str:
        return f"{self.base}/c/{customer_key}/plans/{plan}/next-steps/{step}"

    def version(self, customer_key: str, plan: int, version: int) -> str:
        return f"{self.base}/c/{customer_key}/plans/{plan}/versions/{version}.pdf"

    def invitation(self, token: str) -> str:
        return f"{self.base}/invitation/{token}"

    def sign_in_link(self, token: str) -> str:
        return f"{self.base}/sign-in/link/{token}"

    def password_reset(self, token: str) -> str:
        return f"{self.base}/password/reset/{token}"

    def preview(self) -> str:
        return f"{self.base}/preview"

    def check(self) -> str:
        return f"{self.base}/check"

    def checked(self, fingerprint: str) -> str:
        """What a document's QR code says: the beginning of its fingerprint tells it from any other."""
        return f"{self.base}/check/{fingerprint[:16]}"


@dataclass(frozen=True)
class InternalLinks:
    """Addresses of the internal side."""

    base: str

    def plan(self, customer_key: str, plan: int) -> str:
        return f"{self.base}/customers/{customer_key}/plans/{plan}/"

    def item(self, customer_key: str, plan: int, kind: str, number: int) -> str:
        return f"{self.base}/customers/{customer_key}/plans/{plan}/{kind}/{number}"

    def today(self) -> str:
        return f"{self.base}/"

    def invitation(self, token: str) -> str:
        return f"{self.base}/invitation/{token}"

    def password_reset(self, token: str) -> str:
        return f"{self.base}/password/reset/{token}"


def customer_links(config: Config) -> CustomerLinks:
    return CustomerLinks(config.customer_url.rstrip("/"))


def internal_links(config: Config) -> InternalLinks:
    return InternalLinks(config.internal_url.rstrip("/"))
