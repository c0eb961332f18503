"""The filter of the list of customers as it stands in an address."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from portal.domain.plan.plans import PlanState
from portal.queries.internal.customers import Filter, Having, Sort, Waiting

Member = TypeVar("Member", bound=StrEnum)

QUERY_LENGTH = 200


def read(given: Mapping[str, str]) -> Filter:
    """The filter that the address names; what it does not understand it leaves out."""
    plan = given.get("plan", "")
    return Filter(
        query=given.get("q", "")[:QUERY_LENGTH].strip(),
        mine=given.get("mine") == "1",
        waiting=_member(Waiting, given.get("waiting")),
        segment_id=_number(given.get("segment")),
        manager_id=_number(given.get("manager")),
        plan=_member(PlanState, plan) or _member(Having, plan),
        industry=given.get("industry", "")[:QUERY_LENGTH],
        sort=_member(Sort, given.get("sort")) or Sort.NAME,
    )


def written(wanted: Filter, **beside: str | None) -> str:
    """The filter as the part of an address after `?`, with what stands beside it."""
    pairs = {
        "q": wanted.query,
        "mine": "1" if wanted.mine else "",
        "waiting": wanted.waiting or "",
        "segment": "" if wanted.segment_id is None else str(wanted.segment_id),
        "manager": "" if wanted.manager_id is None else str(wanted.manager_id),
        "plan": wanted.plan or "",
        "industry": wanted.industry,
        "sort": "" if wanted.sort is Sort.NAME else wanted.sort,
        **beside,
    }
    return urlencode({key: value for key, value in pairs.items() if value})


def _member(kind: type[Member], text: str | None) -> Member | None:
    return next((member for member in kind if member.value == text), None)


def _number(text: str | None) -> int | None:
    """A row's id; one that no column can hold is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
