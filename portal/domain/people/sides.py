"""The two sides of every agreement."""

from enum import StrEnum


class Side(StrEnum):
    """Who speaks: the provider's staff on the internal side, or the customer's contacts on the customer side."""

    PROVIDER = "provider"
    CUSTOMER = "customer"

    @property
    def other(self) -> "Side":
        return Side.CUSTOMER if self is Side.PROVIDER else Side.PROVIDER
