"""Make the README's screenshots anew: a demo of its own, a real browser, and what the links lead to.

Writes docs/screenshots/*.png, or only those named on the command line. Needs what `make setup-tests` installs.
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
FOLDER = PROJECT / "docs" / "screenshots"
CHROMIUM = Path("/usr/bin/chromium")
DESK = ViewportSize(width=1280, height=860)
PHONE = ViewportSize(width=390, height=844)
LONGEST_START_SECONDS = 120


@dataclass(frozen=True)
class Shot:
    """A picture: who looks, and the links followed from that person's first page (patterns of their addresses)."""

    name: str
    side: str
    person: str
    links: tuple[str, ...] = ()
    phone: bool = False
    dark: bool = False


SHOTS = (
    Shot("internal-today", "/internal", "pekka.lahtinen@"),
    Shot("internal-customer", "/internal", "pekka.lahtinen@", ("/customers$", r"/customers/[^/]+/$")),
    Shot("internal-plan", "/internal", "pekka.lahtinen@", ("/plans$", r"/plans/\d+/$")),
    Shot("internal-dark", "/internal", "tuomas.hietala@", ("/customers$",), dark=True),
    Shot("customer-home", "", "whitfield@"),
    Shot("customer-review", "", "whitfield@", (r"/review$",)),
    Shot("customer-phone", "", "whitfield@", (r"/review$",), phone=True),
)
PAPER = Shot("plan", "", "feldt@", (r"/documents$",))
PAGES_OF_PAPER = {"pdf-cover": 1, "pdf-goals": 4}


@contextmanager
def running_demo(folder: Path) -> Iterator[str]:
    """A demo with data of its own on a free port; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{probe.getsockname()[1]}"
    command = [str(Path(sys.executable).with_name("portal")), "demo", "--port", base.rpartition(":")[2]]
    process = subprocess.Popen(command, env=os.environ | {"SOVITTU_DEMO_FOLDER": str(folder)}, cwd=PROJECT)
    try:
        wait_for(f"{base}/healthz", process)
        yield base
    finally:
        process.terminate()
        process.wait()


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit("the demo did not start")


def arrive(browser: Browser, base: str, shot: Shot) -> Page:
    """Sign in with one click and follow the links."""
    scheme: Literal["dark", "light"] = "dark" if shot.dark else "light"
    viewport = PHONE if shot.phone else DESK
    page = browser.new_context(viewport=viewport, color_scheme=scheme, device_scale_factor=1.5).new_page()
    page.goto(f"{base}{shot.side}/demo")
    page.locator(f"form:has(input[value*='{shot.person}'])").get_by_role("button").click()
    for pattern in shot.links:
        addresses = [link.get_attribute("href") or "" for link in page.locator("a").all()]
        found = next((address for address in addresses if re.search(pattern, address)), None)
        if found is None:
            raise SystemExit(f"{shot.name}: no link like {pattern} on {page.url}")
        page.goto(f"{base}{found}")
    page.wait_for_load_state("networkidle")
    return page


def downloaded(page: Page, url: str) -> bytes:
    """The PDF, as soon as the worker has made it."""
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        answer = page.request.get(url)
        if answer.headers.get("content-type") == "application/pdf":
            return answer.body()
        time.sleep(0.5)
    raise SystemExit(f"{url} was not made in time")


def take_pictures_of_the_paper(browser: Browser, base: str) -> None:
    """The agreed plan as PDF, some of its pages."""
    page = arrive(browser, base, PAPER)
    address = page.locator("a[href$='.pdf']").first.get_attribute("href")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "plan.pdf"
        paper.write_bytes(downloaded(page, f"{base}{address}"))
        for name, number in PAGES_OF_PAPER.items():
            which = ["-f", str(number), "-l", str(number), "-singlefile"]
            subprocess.run(["pdftoppm", "-png", "-r", "80", *which, paper, FOLDER / name], check=True)


def main() -> None:
    wanted = set(sys.argv[1:])
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, running_demo(Path(folder)) as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM) if CHROMIUM.exists() else None)
        for shot in SHOTS:
            if not wanted or shot.name in wanted:
                arrive(browser, base, shot).screenshot(path=FOLDER / f"{shot.name}.png")
        if not wanted or PAPER.name in wanted:
            take_pictures_of_the_paper(browser, base)
        browser.close()
    for picture in sorted(FOLDER.glob("*.png")):
        print(f"{picture.relative_to(PROJECT)}  {picture.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
