"""Counts in words, and whose turn it is, as the customer's pages say them."""

from collections.abc import Sequence

from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.customer.facts import changes, facts
from portal.customer.readers import decides
from portal.domain.people.provider import provider
from portal.domain.plan.content import ItemKind
from portal.queries.customer.shared import Badge, BadgeState
from portal.queries.customer.shared_plans import SharedPlan
from portal.web import languages
from portal.web.filters import days_since

STATES = {
    BadgeState.YOU: "you",
    BadgeState.COLLEAGUE: "them",
    BadgeState.PROVIDER: "them",
    BadgeState.AGREED: "agreed",
}


def number_word(number: int) -> str:
    """Two to ten in words, as a sentence begins; above that in digits."""
    words = {
        2: _("Two"),
        3: _("Three"),
        4: _("Four"),
        5: _("Five"),
        6: _("Six"),
        7: _("Seven"),
        8: _("Eight"),
        9: _("Nine"),
        10: _("Ten"),
    }
    return words.get(number) or languages.texts().decimal(number)


def heading(plans: Sequence[SharedPlan]) -> str:
    """The answer to the first question, as the heading of the front page."""
    waiting = [item.kind for plan in plans for item in plan.waiting]
    goals, count = waiting.count(ItemKind.GOAL), len(waiting)
    number = number_word(count)
    if not plans:
        words = _("Your joint plan is on its way")
    elif not count:
        words = _("Nothing waits for you")
    elif goals == count:
        words = ngettext(
            "One goal waits for your answer", "%(number)s goals wait for your answer", count, number=number
        )
    elif not goals:
        words = ngettext(
            "One next step waits for your answer", "%(number)s next steps wait for your answer", count, number=number
        )
    else:
        words = ngettext(
            "One thing waits for your answer", "%(number)s things wait for your answer", count, number=number
        )
    return str(words)


def things(kinds: Sequence[ItemKind]) -> str:
    """4 goals, 1 next step, 3 goals and 2 next steps."""
    goals, steps = kinds.count(ItemKind.GOAL), kinds.count(ItemKind.NEXT_STEP)
    parts = []
    if goals:
        parts.append(ngettext("%(num)s goal", "%(num)s goals", goals))
    if steps:
        parts.append(ngettext("%(num)s next step", "%(num)s next steps", steps))
    return str(_("%(goals)s and %(steps)s", goals=parts[0], steps=parts[1])) if len(parts) > 1 else "".join(parts)


def badge_state(badge: Badge) -> str:
    """Which of the badge's looks."""
    return STATES.get(badge.state, "draft")


def badge_words(badge: Badge) -> str:
    """Waiting for you, 4 days; Waiting for Pekka; Agreed."""
    waiting = {
        BadgeState.YOU: _("Change waits for you") if badge.changing else _("Waiting for you"),
        BadgeState.COLLEAGUE: _("Waiting for %(name)s", name=_who(badge) or _("an approver of yours")),
        BadgeState.PROVIDER: _("Waiting for %(name)s", name=_who(badge) or provider().name),
    }
    if badge.state in waiting:
        return _for(waiting[badge.state], badge)
    settled = {
        BadgeState.AGREED: _("Agreed"),
        BadgeState.GIVEN_UP: _("Given up together"),
        BadgeState.DECLINED: _("Declined"),
        BadgeState.WITHDRAWN: _("Taken back"),
        BadgeState.SUGGESTED: _("A suggestion among you"),
    }
    return str(settled[badge.state])


def _for(words: str, badge: Badge) -> str:
    days = days_since(badge.since) if badge.since else 0
    if not days:
        return words
    return str(ngettext("%(words)s, %(num)s day", "%(words)s, %(num)s days", days, words=words))


def _who(badge: Badge) -> str:
    first_names = [name.split()[0] for name in badge.who if name.split()]
    return first_names[0] if first_names else ""


def install(app: Flask) -> None:
    """Let the customer's templates say these."""
    app.jinja_env.globals |= {
        "changes_of": changes,
        "facts_of": facts,
        "decides": decides,
        "badge_state": badge_state,
        "badge_words": badge_words,
        "number_word": number_word,
        "things": things,
    }
