"""Hiljainen Huolto Oy of Oulu, whose customers notice it when nothing happens."""

from dataclasses import dataclass

from portal.domain.people.details import ProviderDetails, StaffDetails
from portal.domain.people.roles import StaffRole

DOMAIN = "hiljainenhuolto.example"

PROVIDER = ProviderDetails(
    name="Hiljainen Huolto Oy",
    business_id="9990001-3",
    street="Sammonkatu 11",
    postal_code="90570",
    city="Oulu",
    locale="fi",
)

OFFERINGS = (
    "Kiinteistöhuolto",
    "Siivous",
    "Ilmanvaihdon huolto",
    "Kylmälaitteiden huolto",
    "Energianseuranta",
    "Päivystys",
    "Viherhoito",
    "Lumityöt",
)

SEGMENTS = ("A", "B", "C", "Potentiaaliset")


@dataclass(frozen=True)
class Colleague:
    """A person of the provider under a short name; `waits` for those who have not accepted the invitation yet."""

    key: str
    details: StaffDetails
    waits: bool = False


def _colleague(
    key: str, name: str, title: str, role: StaffRole, phone: str, locale: str = "fi", *, waits: bool = False
) -> Colleague:
    address = name.lower().translate(str.maketrans("äöå", "aoa")).replace(" ", ".")
    return Colleague(key, StaffDetails(name, f"{address}@{DOMAIN}", role, title, phone, locale), waits=waits)


STAFF = (
    _colleague("riitta", "Riitta Salmela", "hallintopäällikkö", StaffRole.ADMINISTRATOR, "040 555 0147"),
    _colleague("tuomas", "Tuomas Hietala", "myyntijohtaja", StaffRole.LEAD, "040 555 0134", "en"),
    _colleague("aino", "Aino Hiljainen", "toimitusjohtaja", StaffRole.LEAD, "040 555 0101"),
    _colleague("pekka", "Pekka Lahtinen", "asiakaspäällikkö", StaffRole.ACCOUNT_MANAGER, "040 555 0110", "en"),
    _colleague("sanna", "Sanna Kettunen", "asiakaspäällikkö", StaffRole.ACCOUNT_MANAGER, "040 555 0111"),
    _colleague("oskari", "Oskari Niva", "asiakaspäällikkö", StaffRole.ACCOUNT_MANAGER, "040 555 0112"),
    _colleague("heidi", "Heidi Sundqvist", "kundansvarig", StaffRole.ACCOUNT_MANAGER, "040 555 0113", "sv"),
    _colleague("minna", "Minna Kärki", "palvelupäällikkö", StaffRole.TEAM_MEMBER, "040 555 0121"),
    _colleague("jussi", "Jussi Väänänen", "energia-asiantuntija", StaffRole.TEAM_MEMBER, "040 555 0122"),
    _colleague("leila", "Leila Hassan", "siivouspäällikkö", StaffRole.TEAM_MEMBER, "040 555 0123", "en"),
    _colleague("mikael", "Mikael Öhman", "servicechef", StaffRole.TEAM_MEMBER, "040 555 0124", "sv"),
    _colleague("emma", "Emma Virtanen", "asiakaspäällikkö", StaffRole.ACCOUNT_MANAGER, "040 555 0114", waits=True),
)

DUTIES = {
    "pekka": "Vastaa suunnitelmasta ja sen toteutumisesta.",
    "sanna": "Vastaa suunnitelmasta ja sen toteutumisesta.",
    "oskari": "Vastaa suunnitelmasta ja sen toteutumisesta.",
    "heidi": "Svarar för planen och för att den blir av.",
    "minna": "Johtaa huoltoa ja päivystystä.",
    "jussi": "Mittaa ja seuraa energiankulutusta.",
    "leila": "Johtaa siivousta ja sen laatua.",
    "mikael": "Leder servicen i Österbotten.",
}
