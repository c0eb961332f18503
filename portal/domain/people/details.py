"""What people type about a company, a contact or a colleague: cleaned and checked before anything is written."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields

from email_validator import EmailNotValidError, validate_email

from portal.domain.errors import N_, Invalid
from portal.domain.people.roles import StaffRole

LANGUAGES = ("en", "fi", "sv")
LINE_LENGTH = 200
MOST_EMPLOYEES = 10_000_000

TOO_LONG = N_("This is longer than %(most)s characters.")
MISSING_NAME = N_("Give a name.")
NOT_AN_EMAIL = N_("This is not an e-mail address. It looks like name@company.fi.")
NOT_A_LANGUAGE = N_("Choose one of the languages.")
NOT_A_COUNT = N_("Give a whole number of people, or leave this empty.")


def one_line(text: str) -> str:
    """A line as it is kept: spaces and line ends made single, characters that cannot be seen left out."""
    seen = "".join(" " if character.isspace() else character for character in text)
    return " ".join("".join(c for c in seen if unicodedata.category(c) not in ("Cc", "Cs")).split())


def normal_email(text: str) -> str:
    """An address as it is kept and compared: lower case. Raises ValueError when it is none."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise ValueError(text) from None


@dataclass(frozen=True)
class CustomerDetails:
    """The facts of a customer company."""

    name: str
    business_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    locale: str = "fi"
    industry: str = ""
    employees: int | None = None
    external_id: str | None = None

    def cleaned(self) -> "CustomerDetails":
        """The same, as it is kept. Raises Invalid with every problem at once."""
        lines = _lines(self)
        problems = _line_problems(lines)
        if self.employees is not None and not 0 <= self.employees <= MOST_EMPLOYEES:
            problems["employees"] = NOT_A_COUNT
        _refuse(problems)
        return CustomerDetails(
            **{**lines, "external_id": lines["external_id"] or None},  # type: ignore[arg-type]  # lines of text
            employees=self.employees,
        )


@dataclass(frozen=True)
class ContactDetails:
    """The facts of a person at a customer."""

    name: str
    title: str = ""
    email: str | None = None
    phone: str = ""
    external_id: str | None = None

    def cleaned(self) -> "ContactDetails":
        """The same, as it is kept. Raises Invalid with every problem at once."""
        lines = _lines(self)
        _refuse(_line_problems(lines))
        email = normal_email(lines["email"]) if lines["email"] else None
        return ContactDetails(lines["name"], lines["title"], email, lines["phone"], lines["external_id"] or None)


@dataclass(frozen=True)
class StaffDetails:
    """The facts of a colleague."""

    name: str
    email: str
    role: StaffRole
    title: str = ""
    phone: str = ""
    locale: str = "fi"

    def cleaned(self) -> "StaffDetails":
        """The same, as it is kept. Raises Invalid with every problem at once."""
        lines = _lines(self)
        problems = _line_problems(lines)
        if not lines["email"]:
            problems["email"] = NOT_AN_EMAIL
        _refuse(problems)
        email = normal_email(lines["email"])
        return StaffDetails(lines["name"], email, self.role, lines["title"], lines["phone"], lines["locale"])


@dataclass(frozen=True)
class ProviderDetails:
    """The provider as customers see it, and its house rules."""

    name: str
    business_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    locale: str = "fi"
    staff_need_second_factor: bool = False
    staff_read_all_customers: bool = False

    def cleaned(self) -> "ProviderDetails":
        """The same, as it is kept. Raises Invalid with every problem at once."""
        lines = _lines(self)
        _refuse(_line_problems(lines))
        return ProviderDetails(
            **lines,
            staff_need_second_factor=self.staff_need_second_factor,
            staff_read_all_customers=self.staff_read_all_customers,
        )


Details = CustomerDetails | ContactDetails | StaffDetails | ProviderDetails


def changes(row: object, details: Details) -> dict[str, object]:
    """The fields of the row that the details would change, with their new values."""
    wanted = {field.name: getattr(details, field.name) for field in fields(details)}
    return {name: value for name, value in wanted.items() if getattr(row, name) != value}


def _lines(details: Details) -> dict[str, str]:
    text = [field.name for field in fields(details) if field.type in (str, str | None)]
    return {name: one_line(getattr(details, name) or "") for name in text}


def _line_problems(lines: Mapping[str, str]) -> dict[str, str]:
    problems = {name: TOO_LONG for name, line in lines.items() if len(line) > LINE_LENGTH}
    if not lines["name"]:
        problems["name"] = MISSING_NAME
    if lines.get("locale", LANGUAGES[0]) not in LANGUAGES:
        problems["locale"] = NOT_A_LANGUAGE
    if lines.get("email"):
        try:
            normal_email(lines["email"])
        except ValueError:
            problems["email"] = NOT_AN_EMAIL
    return problems


def _refuse(problems: Mapping[str, str]) -> None:
    if problems:
        raise Invalid(problems, most=LINE_LENGTH)
