"""The agreed plan, or a working draft of it, as a PDF that a managing director signs off."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2

from portal.documents.customer.changed_words import paragraphs
from portal.documents.customer.plan_content import (
    SIDES,
    DraftState,
    Goal,
    Meeting,
    NextStep,
    PlanContent,
)
from portal.documents.customer.plan_formats import PlanFormats, groups, ranges
from portal.documents.customer.plan_reading import fitted, read_goal, read_plan
from portal.documents.customer.signers import signers
from portal.documents.customer.timeline import LEFT, RIGHT, ROW, WIDTH, plots
from portal.documents.customer.watermark import watermark
from portal.documents.lettering import SANS, SERIF, STAND_IN
from portal.documents.printing import Attached, Printer
from portal.documents.qr_code import qr_code
from portal.texts import Texts

TEMPLATES = Path(__file__).parents[3] / "templates" / "pdf"
ACCENT = "#1d6b58"
GOALS_ON_ONE_PAGE = 9  # with more, the document has a table of contents
FEW_GOALS = 3  # with no more, its sections share pages


def render_plan(
    content: bytes,
    *,
    locale: str,
    check_url: str,
    draft: DraftState | None = None,
    accent: str = ACCENT,
) -> bytes:
    """The PDF of canonical content; the same arguments give the same bytes in any process.

    Without `draft` it is an agreed version: `content` itself is attached and its SHA-256 printed. `check_url` is
    printed and drawn as a QR code just as given. Raises DocumentError.
    """
    if not re.fullmatch("#[0-9a-fA-F]{6}", accent):
        raise ValueError(f"an accent colour is #rrggbb, not {accent!r}")
    texts, printer = Texts(locale), _printer()
    plan = read_plan(content, printer.lettering.fit)
    state = _fitted_state(draft, printer)
    drawing = _template().render(
        **_values(plan, texts, state),
        digest=hashlib.sha256(content).hexdigest(),
        lost_letters=_lost_letters(plan, content),
        check_url=check_url,
        qr=qr_code(check_url),
        accent=accent,
        attachment=_attachment_name(plan),
    )
    inputs = repr((content, locale, check_url, draft, accent)).encode()
    return printer.print(
        drawing,
        at=datetime.fromisoformat(draft.as_of if draft else plan.agreed_at),
        identifier=hashlib.sha256(inputs).digest()[:16],
        assets={"draft.svg": watermark(texts._("Draft"))},
        attached=None if draft else Attached(_attachment_name(plan), texts._("The plan as data"), content),
    )


@lru_cache
def _printer() -> Printer:
    return Printer("plan.css")


@lru_cache
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("plan.html")


def _attachment_name(plan: PlanContent) -> str:
    return f"sovittu-plan-v{plan.version}.json"


def _fitted_state(draft: DraftState | None, printer: Printer) -> DraftState | None:
    if draft is None:
        return None
    return DraftState.from_plain(fitted(asdict(draft), printer.lettering.fit))


def _lost_letters(plan: PlanContent, content: bytes) -> bool:
    """Whether something was written in letters that no font of ours has."""
    return repr(plan).count(STAND_IN) > content.decode().count(STAND_IN)


def _values(plan: PlanContent, texts: Texts, draft: DraftState | None) -> dict[str, Any]:
    """Everything the template needs beside the check: plain values and the functions that write them."""
    formats = PlanFormats(texts)
    goals = sorted(plan.goals, key=lambda goal: (goal.horizon != "short", goal.number))
    return {
        **{name: getattr(formats, name) for name in dir(formats) if not name.startswith("_")},
        "_": texts._,
        "ngettext": texts.ngettext,
        "lang": {"en": "en-GB"}.get(texts.locale, texts.locale),
        "plan": plan,
        "sides": plan.sides,
        "draft": draft,
        "waits": _waits(draft),
        "in_force": {int(number): read_goal(goal, plan.people) for number, goal in draft.changed.items()}
        if draft
        else {},
        "goals": goals,
        "goals_of": {horizon: [goal for goal in goals if goal.horizon == horizon] for horizon in ("short", "long")},
        "months": _months(plan, texts),
        "open_steps": [step for step in plan.next_steps if step.progress != "done"],
        "owned": _owned(plan),
        "signers": signers(goals),
        "plots": plots(plan, goals, texts),
        "geometry": {"left": LEFT, "right": RIGHT, "row": ROW, "width": WIDTH},
        "sans": ",".join(SANS),
        "serif": ",".join(SERIF),
        "paragraphs": paragraphs,
        "groups": groups,
        "ranges": ranges,
        "side_names": SIDES,
        "with_contents": len(goals) > GOALS_ON_ONE_PAGE,
        "flowing": len(goals) <= FEW_GOALS,
    }


def _waits(draft: DraftState | None) -> Mapping[int, list[Any]]:
    """By goal: whose decision it waits for."""
    found: dict[int, list[Any]] = {}
    for wait in draft.waits if draft else ():
        found.setdefault(wait.goal, []).append(wait)
    return found


def _months(plan: PlanContent, texts: Texts) -> list[dict[str, Any]]:
    """Next steps and meetings in the order of their days, by month; the year only where it is not the plan's first."""
    found = []
    dated: list[NextStep | Meeting] = [*plan.next_steps, *plan.meetings]
    for (year, _), entries in groupby(sorted(dated, key=_day_of), key=_month_of):
        kept = list(entries)
        name = texts.month(_day_of(kept[0]), year=year != plan.starts.year)
        found.append({"name": name, "entries": kept})
    return found


def _day_of(entry: NextStep | Meeting) -> date:
    return entry.due if isinstance(entry, NextStep) else entry.date


def _month_of(entry: NextStep | Meeting) -> tuple[int, int]:
    return _day_of(entry).year, _day_of(entry).month


def _owned(plan: PlanContent) -> dict[str, dict[str, list[int]]]:
    """By person: the numbers of the goals and of the next steps that are theirs."""

    def goals(key: str) -> list[int]:
        return [goal.number for goal in plan.goals if _owns(goal, key)]

    def steps(key: str) -> list[int]:
        return [step.number for step in plan.next_steps if step.owner and step.owner.key == key]

    return {key: {"goals": goals(key), "steps": steps(key)} for key in plan.people}


def _owns(goal: Goal, key: str) -> bool:
    return any(owner and owner.key == key for owner in goal.owners.values())
