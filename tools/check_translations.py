"""Says which texts of the code lack a Finnish or Swedish translation, or have one that cannot be used.

`--update` brings the catalogues in line with the code first: new texts come in empty, gone ones go.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PROJECT = Path(__file__).resolve().parent.parent
CATALOGUES = PROJECT / "portal" / "translations"
LANGUAGES = ("fi", "sv")
KEYWORDS = DEFAULT_KEYWORDS | {
    "_l": None,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%(?![%(])[a-z]")
SOURCES = {"portal": [("**.py", "python")], "templates": [("**.html", "jinja2"), ("**.txt", "jinja2")]}


def texts_of_the_code() -> Catalog:
    """Every message that the code and the templates ask gettext for."""
    found = Catalog(charset="utf-8")
    for folder, methods in SOURCES.items():
        jinja = {"silent": "false", "extensions": "jinja2.ext.do"}
        options = {pattern: jinja for pattern, method in methods if method == "jinja2"}
        for name, line, message, comments, context in extract_from_dir(PROJECT / folder, methods, options, KEYWORDS):
            found.add(message, locations=[(f"{folder}/{name}", line)], auto_comments=comments, context=context)
    return found


def catalogue_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def translated(language: str) -> Catalog:
    """The catalogue as it is kept; an empty one where there is none yet."""
    file = catalogue_file(language)
    if not file.exists():
        return Catalog(locale=language, project="Sovittu", fuzzy=False)
    with file.open("rb") as source:
        return read_po(source, locale=language)


def update(language: str, wanted: Catalog) -> None:
    """Bring one catalogue in line with the code, guessing nothing and keeping nothing that is gone."""
    catalogue = translated(language)
    catalogue.update(wanted, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    file = catalogue_file(language)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as target:
        write_po(target, catalogue, width=120, sort_output=True, include_lineno=False)


def strings(value: object) -> tuple[str, ...]:
    """The forms of a message: one, or one for each number."""
    return tuple(str(form) for form in value) if isinstance(value, list | tuple) else (str(value),)


def what_is_wrong(message: Message, theirs: Message | None) -> str | None:
    """Why a reader of the language would not get this text, or None."""
    if theirs is None:
        return "not in the catalogue"
    if theirs.fuzzy:
        return "marked as a guess (fuzzy)"
    forms = strings(theirs.string)
    if not all(forms):
        return "not translated"
    for form in forms:
        if set(PLACEHOLDER.findall(form)) - set(PLACEHOLDER.findall(" ".join(strings(message.id)))):
            return f"has a placeholder that the text does not give: {form!r}"
    if set(PLACEHOLDER.findall(strings(message.id)[-1])) - set(PLACEHOLDER.findall(forms[-1])):
        return f"lacks a placeholder: {forms[-1]!r}"
    return None


def problems(language: str, wanted: Catalog) -> Iterator[str]:
    """One line for each text that is missing, unsure, broken or no longer asked for."""
    catalogue = translated(language)
    for message in wanted:
        if message.id:
            reason = what_is_wrong(message, catalogue.get(message.id, message.context))
            if reason:
                where = ":".join(str(part) for part in message.locations[0])
                yield f"{language}: {strings(message.id)[0]!r} ({where}): {reason}"
    for message in [*catalogue, *catalogue.obsolete.values()]:
        if message.id and wanted.get(message.id, message.context) is None:
            yield f"{language}: {strings(message.id)[0]!r}: no longer in the code"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--update", action="store_true", help="bring the catalogues in line with the code first")
    updating = parser.parse_args().update
    wanted = texts_of_the_code()
    if updating:
        for language in LANGUAGES:
            update(language, wanted)
    found = [line for language in LANGUAGES for line in problems(language, wanted)]
    for line in found:
        print(line)
    print(f"{len(wanted)} texts in {len(LANGUAGES)} languages: {len(found) or 'no'} problems")
    return 1 if found and not updating else 0


if __name__ == "__main__":
    sys.exit(main())
