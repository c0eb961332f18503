"""Drawing happens elsewhere, within bounds, with nothing but packaged assets in reach."""

import os
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.documents.errors import (
    AssetRefused,
    ContentNotUnderstood,
    FontsMissing,
    RenderingOutOfMemory,
    RenderingTimedOut,
)
from portal.documents.lettering import lettering
from portal.documents.printing import Printer
from portal.documents.rendering import DrawingProcess, render_in_process
from tests.documents.papers import content, paper
from tests.documents.sample import CHECK_URL

ROOT = Path(__file__).parents[2]


def test_two_renderings_at_once_both_get_their_own_document() -> None:
    made: dict[str, bytes] = {}

    def render(locale: str) -> None:
        made[locale] = render_in_process(content("one goal"), locale=locale, check_url=CHECK_URL)

    threads = [threading.Thread(target=render, args=(locale,)) for locale in ("sv", "en")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == {locale: paper("one goal", locale) for locale in ("sv", "en")}


def test_a_rendering_that_takes_too_long_is_ended_and_the_next_one_works() -> None:
    with pytest.raises(RenderingTimedOut, match=r"within 0\.05 seconds"):
        render_in_process(content("45 goals"), locale="fi", check_url=CHECK_URL, timeout_seconds=0.05)
    again = render_in_process(content("one goal"), locale="en", check_url=CHECK_URL)
    assert again == paper("one goal", "en")


def test_a_rendering_that_needs_too_much_memory_is_refused() -> None:
    process = DrawingProcess(memory_mebibytes=200)
    order = {"content": content("45 goals").decode(), "locale": "fi", "check_url": "", "draft": None, "accent": None}
    with pytest.raises(RenderingOutOfMemory):
        process.draw(order, timeout_seconds=30)
    process.close()


def test_what_went_wrong_over_there_comes_back_by_name() -> None:
    with pytest.raises(ContentNotUnderstood, match="sovittu-plan/1"):
        render_in_process(b"{}", locale="fi", check_url=CHECK_URL)


def test_the_drawing_process_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY_OF_THE_TEST", "do not tell")
    process = DrawingProcess(memory_mebibytes=1024)
    child = process._ready()
    environment = Path(f"/proc/{child.pid}/environ").read_bytes()
    process.close()
    assert b"do not tell" not in environment


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/hostname",
        "http://127.0.0.1:9/x.png",
        "data:image/png;base64,AAAA",
        "asset:other.svg",
        "/etc/hostname",
    ],
)
def test_nothing_but_packaged_assets_can_be_reached(address: str) -> None:
    page = f'<html lang="en"><title>x</title><body><img alt="x" src="{address}">'
    with pytest.raises(AssetRefused):
        Printer("plan.css").print(page, at=datetime(2027, 1, 1, tzinfo=UTC), identifier=b"0" * 16)


def test_missing_fonts_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontsMissing, match="make setup"):
        lettering(tmp_path)


def test_missing_system_libraries_are_one_line_that_names_the_packages(tmp_path: Path) -> None:
    (tmp_path / "libpango-1.0.so.0").write_bytes(b"not a library")
    told = subprocess.run(
        [sys.executable, "-c", _PRINTER],
        cwd=ROOT,
        env=os.environ | {"LD_LIBRARY_PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout.startswith("PDF documents need system libraries that are not here: apt-get install libpango")
    assert told.stdout.count("\n") == 1


_PRINTER = """
from portal.documents.errors import SystemLibrariesMissing
from portal.documents.printing import Printer
try:
    Printer("plan.css")
except SystemLibrariesMissing as missing:
    print(missing)
"""
