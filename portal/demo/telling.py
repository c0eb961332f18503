"""The means of telling: what happens on which day, and who acts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from portal import clock
from portal.domain.people.actors import Circumstances, ContactActor, StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.staff import StaffMember

OFFICE = Circumstances("192.0.2.10", "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0", "password")
PHONE = Circumstances("198.51.100.23", "Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile", "link")


@dataclass(frozen=True, order=True)
class Happening:
    """One act on one day; `order` keeps those of the same minute as they were told."""

    moment: datetime
    order: int
    act: Callable[[], object] = field(compare=False)


@dataclass
class Calendar:
    """Everything that happens, in any order; days are counted back from today."""

    happenings: list[Happening] = field(default_factory=list)
    today: date = field(default_factory=clock.today)

    def on(self, days_ago: float, act: Callable[[], object], hour: int = 9) -> None:
        """Let something happen at that hour, never in the future."""
        noon = datetime.combine(self.today, time(hour, 0), UTC) - timedelta(days=days_ago)
        minute = timedelta(seconds=7 * (len(self.happenings) % 400))
        moment = min(noon + minute, clock.now() - timedelta(minutes=2))
        self.happenings.append(Happening(moment, len(self.happenings), act))

    def tell(self) -> None:
        """Let everything happen, each on its day."""
        for happening in sorted(self.happenings):
            with clock.at(happening.moment):
                happening.act()


@dataclass
class Team:
    """The people of one customer's story; filled as they come in."""

    manager: StaffActor
    members: list[StaffMember]
    contacts: list[Contact] = field(default_factory=list)

    def contact(self, place: int) -> ContactActor:
        """The contact at that place as an actor, as the row is at the moment of asking."""
        row = self.contacts[place]
        assert row.role is not None  # noqa: S101  # only those who were invited act
        return ContactActor(row.id, row.customer_id, row.name, row.email or "", row.role, PHONE)


def staff_actor(member: StaffMember) -> StaffActor:
    """A colleague as an actor."""
    return StaffActor(member.id, member.name, member.email, member.role, circumstances=OFFICE)
