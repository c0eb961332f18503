"""Words that mails of both sides share: what a plan, an item and an act are called."""

from collections.abc import Callable

from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import DecisionKind
from portal.mail.letter import Entry
from portal.queries.customer.mails import PlanName, Waiting
from portal.texts import Texts

MOST_ENTRIES = 12


def needs_answer(texts: Texts, what: str) -> str:
    """The subject of a mail that asks something of its reader."""
    return texts._("Needs your answer: %(what)s", what=what)


def for_information(texts: Texts, what: str) -> str:
    """The subject of a mail that asks nothing."""
    return texts._("For your information: %(what)s", what=what)


def called(plan: PlanName, texts: Texts) -> str:
    """The plan's own title, or what it is for."""
    years = (plan.starts_on.year, plan.ends_on.year)
    period = str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
    return plan.title or texts._("Joint plan %(period)s", period=period)


def counted(goals: int, next_steps: int, texts: Texts) -> str:
    """5 goals and 12 next steps; empty when there are none."""
    parts = []
    if goals:
        parts.append(texts.ngettext("%(num)s goal", "%(num)s goals", goals))
    if next_steps:
        parts.append(texts.ngettext("%(num)s next step", "%(num)s next steps", next_steps))
    if len(parts) < 2:
        return "".join(parts)
    return texts._("%(goals)s and %(next_steps)s", goals=parts[0], next_steps=parts[1])


def named(waiting: Waiting, texts: Texts) -> str:
    """Goal 3: Laskutus selkeytyy."""
    kind = texts._("Goal") if waiting.kind is ItemKind.GOAL else texts._("Next step")
    return f"{kind} {waiting.number}: {waiting.title}"


def what_happened(waiting: Waiting, texts: Texts) -> str:
    """Who did what, in one sentence."""
    who = waiting.who or texts._("The other side")
    match waiting.did:
        case DecisionKind.ASK:
            said = texts._("%(who)s asks:", who=who)
        case DecisionKind.ASK_FOR_CHANGE:
            said = texts._("%(who)s asks for a change:", who=who)
        case DecisionKind.ANSWER:
            said = texts._("%(who)s answered:", who=who)
        case _ if waiting.again:
            said = texts._("%(who)s suggests another wording or date.", who=who)
        case _:
            said = texts._("%(who)s proposes this.", who=who)
    return f"{said} {_first_words(waiting.words)}".strip()


def entries(waiting: list[Waiting], texts: Texts, address: Callable[[Waiting], str]) -> list[Entry]:
    """The newest of what waits, each with what happened and the page to answer on."""
    return [Entry(named(one, texts), what_happened(one, texts), address(one)) for one in waiting[:MOST_ENTRIES]]


def and_more(waiting: list[Waiting], texts: Texts) -> str:
    """Says how many are not listed; empty when all are."""
    left = len(waiting) - MOST_ENTRIES
    return texts.ngettext("And %(num)s more.", "And %(num)s more.", left) if left > 0 else ""


def _first_words(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 240 else line[:240].rsplit(" ", 1)[0] + " …"
