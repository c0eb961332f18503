"""WeasyPrint behind one door: HTML of ours in, PDF bytes out; fonts and style are parsed once."""

import gc
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyphen

from portal.documents.errors import AssetRefused, SystemLibrariesMissing
from portal.documents.lettering import FACES, SANS, SERIF, lettering

ASSETS = Path(__file__).parent / "assets"
SYSTEM_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


@dataclass(frozen=True)
class Attached:
    """A file inside the PDF."""

    name: str
    description: str
    content: bytes


@lru_cache
def weasyprint() -> Any:
    """Loaded where it is used: the portal starts without it and says what is missing."""
    try:
        with redirect_stdout(io.StringIO()):  # it prints a page of advice when it fails
            import weasyprint as library
            import weasyprint.text.fonts
    except OSError as fault:
        said = str(fault).splitlines()[0]
        raise SystemLibrariesMissing(
            f"PDF documents need system libraries that are not here: apt-get install {SYSTEM_PACKAGES} ({said})"
        ) from None
    # Pyphen has no Finnish, and without patterns `hyphens: auto` does nothing.
    pyphen.LANGUAGES["fi"] = ASSETS / "hyph_fi.dic"
    pyphen.LANGUAGES_LOWERCASE["fi"] = "fi"
    return library


class Printer:
    """One style sheet with its fonts, ready to print many documents."""

    def __init__(self, style: str) -> None:
        library = weasyprint()
        from portal.documents.closed_fetcher import ClosedFetcher

        self.lettering = lettering()
        self._fonts = library.text.fonts.FontConfiguration()
        self._style = library.CSS(
            string=_with_families((ASSETS / style).read_text("utf-8")),
            base_url="asset:",
            url_fetcher=ClosedFetcher(self.lettering.files),
            font_config=self._fonts,
        )

    def print(
        self,
        html: str,
        *,
        at: datetime,
        identifier: bytes,
        assets: Mapping[str, bytes] | None = None,
        attached: Attached | None = None,
    ) -> bytes:
        """The same arguments give the same bytes. Raises AssetRefused when the page reaches out."""
        library = weasyprint()
        from portal.documents.closed_fetcher import ClosedFetcher
        from portal.documents.finisher import finish

        page = library.HTML(string=html, base_url="asset:", url_fetcher=ClosedFetcher(assets or {}))
        with _collector_off():
            try:
                made: bytes = page.write_pdf(
                    stylesheets=[self._style],
                    font_config=self._fonts,
                    pdf_variant="pdf/a-3a",
                    pdf_identifier=identifier,
                    attachments=[_attachment(attached, at)] if attached else None,
                    finisher=finish,
                )
            except library.urls.FatalURLFetchingError as refusal:  # a BaseException: nothing else would stop it here
                raise AssetRefused(str(refusal)) from None
        return made


def _attachment(attached: Attached, at: datetime) -> Any:
    return weasyprint().Attachment(
        string=attached.content.decode(),
        name=attached.name,
        description=attached.description,
        created=at,
        modified=at,
        relationship="Data",
    )


def _with_families(style: str) -> str:
    """A font's name in the style sheet stands for all its subsets, and the faces come first."""
    for name, families in (("Sovittu Sans", SANS), ("Sovittu Serif", SERIF)):
        style = style.replace(f'"{name}"', ", ".join(f'"{family}"' for family in families))
    return "\n".join([*(face.rule for face in FACES), style])


@contextmanager
def _collector_off() -> Iterator[None]:
    """The collector costs a tenth of a rendering, and a rendering is short."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
