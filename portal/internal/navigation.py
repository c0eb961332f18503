"""The menus of every internal page."""

from dataclasses import replace

from flask import Flask, g, url_for
from flask_babel import gettext as _

from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember
from portal.policy.permissions import Permission
from portal.queries.internal.awaited_answers import waiting_count
from portal.web import current
from portal.web.guard import allowed
from portal.web.menus import Entry, entries, entry, exists, own, person


def install(app: Flask) -> None:
    """Give every template the variables of the internal layout."""
    app.context_processor(_layout)


def _layout() -> dict[str, object]:
    front = url_for("today.show") if exists("today.show") else url_for("sign_in.show")
    page: dict[str, object] = {"side_layout": "internal/layout.html", "home_url": front}
    if g.get("failed") or "account" not in g:
        return page
    member: StaffMember = g.account
    return (
        page
        | own()
        | {
            "me": person(member.name, member.title or _role(member.role)),
            "nav": [(heading, lines) for heading, lines in _sections() if lines],
            "my_menu": entries(entry("settings.show", _("My settings"), "settings")),
            "find_url": url_for("find.show") if exists("find.show") else None,
        }
    )


def _sections() -> list[tuple[str | None, list[Entry]]]:
    administers = allowed(Permission.ADMINISTER)
    daily = entries(
        _today(),
        _about_customers("customers.index", _("Customers"), "building-2", "g c", everywhere=True),
        _about_customers("plans.index", _("Plans"), "file-check", "g p"),
    )
    base = entries(
        entry("messages.index", _("Messages"), "mail"),
        entry("staff.index", _("People"), "users") if administers else None,
        entry("audit.index", _("Audit log"), "scroll-text") if administers else None,
        entry("provider_settings.show", _("Settings"), "settings") if administers else None,
    )
    return [(None, daily), (_("The whole base"), base)]


def _today() -> Entry | None:
    line = entry("today.show", _("Today"), "list-checks", key="g t")
    return line and replace(line, count=waiting_count(current.staff()))


def _about_customers(endpoint: str, label: str, icon: str, key: str, *, everywhere: bool = False) -> Entry | None:
    """A list over all customers; on a page about one of them it is the list of customers that one stands in."""
    line = entry(endpoint, label, icon, key=key)
    return replace(line, current=everywhere) if line is not None and "customer" in g else line


def _role(role: StaffRole) -> str:
    words: dict[StaffRole, str] = {
        StaffRole.ACCOUNT_MANAGER: _("Account manager"),
        StaffRole.TEAM_MEMBER: _("Team member"),
        StaffRole.LEAD: _("Lead"),
        StaffRole.ADMINISTRATOR: _("Administrator"),
    }
    return words[role]
