"""The front-end files: what the build puts in place, and that nothing in them breaks the content security policy."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from tools.build_assets import DOCUMENT_FONTS, ROOT, AssetError, Places, build

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """Our own sources in a place where they may be changed, and an empty folder to build into."""
    for folder in ("css", "js", "marks"):
        shutil.copytree(ROOT / "portal" / "static" / folder, tmp_path / "static" / folder)
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("pdf", "mail"))
    return Places(static=tmp_path / "static", templates=tmp_path / "templates", build=tmp_path / "build")


def manifest(places: Places) -> dict[str, str]:
    names: dict[str, str] = json.loads((places.build / "manifest.json").read_text())
    return names


def built(places: Places, logical: str) -> str:
    return (places.build / manifest(places)[logical]).read_text("utf-8")


def test_every_file_carries_the_hash_of_its_content_in_its_name(places: Places) -> None:
    build(places)
    for logical, name in manifest(places).items():
        digest = hashlib.sha256((places.build / name).read_bytes()).hexdigest()[:12]
        assert name == logical.replace(".", f"-{digest}.", 1), logical


def test_a_second_build_changes_nothing(places: Places) -> None:
    assert build(places)
    assert build(places) == []


def test_a_changed_sheet_gets_a_new_name_and_the_old_one_goes(places: Places) -> None:
    build(places)
    before = manifest(places)["portal.css"]
    with (places.static / "css" / "pages.css").open("a") as sheet:
        sheet.write("@layer pages { .new { color: var(--ink); } }\n")
    build(places)
    after = manifest(places)["portal.css"]
    assert after != before
    assert not (places.build / before).exists()
    assert ".new {" in built(places, "portal.css")


def test_a_changed_part_of_the_script_changes_the_name_of_what_imports_it(places: Places) -> None:
    build(places)
    before = manifest(places)
    with (places.static / "js" / "theme.js").open("a") as script:
        script.write("// changed\n")
    build(places)
    after = manifest(places)
    assert after["portal.js"] != before["portal.js"]
    assert f'import "./{after["theme.js"]}"' in built(places, "portal.js")


def test_the_sheet_and_the_script_name_only_files_that_are_there(places: Places) -> None:
    build(places)
    named = re.findall(r'url\("([^"]+)"\)', built(places, "portal.css"))
    for logical, name in manifest(places).items():
        if logical.endswith(".js") and logical != "htmx.js":
            named += re.findall(r'(?:from|import) "\./([^"]+)"', (places.build / name).read_text())
    assert len(named) > 20
    assert [name for name in named if not (places.build / name).is_file()] == []


def test_every_icon_that_a_template_names_is_in_the_sprite(places: Places) -> None:
    build(places)
    symbols = set(re.findall(r'<symbol id="([^"]+)"', built(places, "sprite.svg")))
    named = {name for file in TEMPLATES for name in re.findall(r'\bicon\("([a-z0-9-]+)"', file.read_text("utf-8"))}
    assert named <= symbols
    assert {"sovittu", "turn-you", "turn-them", "turn-agreed", "meet"} <= symbols


def test_a_misspelt_icon_stops_the_build_and_the_message_says_where(places: Places) -> None:
    (places.templates / "odd.html").write_text('{{ icon("no-such-picture") }}')
    with pytest.raises(AssetError, match=r"odd\.html names the icon 'no-such-picture'"):
        build(places)


def test_without_the_packages_the_message_says_what_to_run(places: Places, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="npm ci --ignore-scripts"):
        build(Places(tmp_path / "nothing", places.static, places.templates, places.code, places.build))


def test_the_document_finds_its_fonts_under_their_own_names(places: Places) -> None:
    build(places)
    there = {path.name for path in (places.build / "fonts").iterdir()}
    for family in ("source-sans-3", "source-serif-4"):
        upright = [face for face in DOCUMENT_FONTS[family] if face.endswith("normal")]
        wanted = {
            f"{family}-{subset}-{face}.woff2"
            for subset in ("latin", "latin-ext", "greek", "cyrillic")
            for face in upright
        }
        assert wanted <= there


def test_the_lock_names_versions_and_hashes_but_no_address() -> None:
    lock = json.loads((ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    assert all("integrity" in package and "resolved" not in package for package in packages.values())


def test_no_template_carries_a_style_or_a_script_of_its_own() -> None:
    forbidden = re.compile(
        r"""\sstyle\s*=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|hx-on|["']js:|javascript:""", re.I
    )
    shown = [file for file in TEMPLATES if file.relative_to(ROOT / "templates").parts[0] not in ("pdf", "mail")]
    assert len(shown) > 20
    assert {str(file): found[0] for file in shown if (found := forbidden.search(file.read_text("utf-8")))} == {}
