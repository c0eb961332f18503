"""Put the front-end files where the portal serves them.

Takes our own CSS, JavaScript and marks, and what `npm ci` brought, and writes them under content-hashed names to
`portal/static/build/` with a manifest (logical name -> hashed name). Quick and repeatable:
only what changed is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Chosen by state inside macros and in menus, so no call of icon() names them.
ICONS_BY_STATE = (
    "house",
    "file-check",
    "calendar-days",
    "folder-check",
    "building-2",
    "settings",
    "users",
    "sun",
    "moon",
    "monitor",
    "triangle-alert",
    "pencil",
    "check",
    "circle-check",
    "info",
    "refresh-cw",
    "eye-closed",
    "clock",
    "circle-alert",
)

# The document stands on these; it looks them up by their own names (document style sheet), hence no hash.
DOCUMENT_FONTS = {
    "source-sans-3": ("400-normal", "400-italic", "600-normal"),
    "source-serif-4": ("400-normal", "400-italic", "500-normal", "600-normal"),
    "noto-sans-math": ("400-normal",),  # the signs people type and the two above lack: arrows, comparisons, ticks
    "noto-sans-symbols-2": ("400-normal",),
}
DOCUMENT_SUBSETS = ("latin", "latin-ext", "greek", "cyrillic", "vietnamese", "symbols")

CODE_ROOMS = ("web", "internal", "customer")  # menus are made there; a word that happens to be an icon's does no harm

FILES = {  # logical name -> file of a package
    "pico.css": "@picocss/pico/css/pico.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
}

ICON_CALL = re.compile(r"""\b(?:icon|empty|icon_name)\s*(?:\(|=)\s*["']([a-z0-9][a-z0-9-]*)["']""")
CODE_WORD = re.compile(r"""["']([a-z0-9]+(?:-[a-z0-9]+)*)["']""")
CSS_IMPORT = re.compile(r"""^@import url\("([^":]+\.css)"\);\n""", re.MULTILINE)
CSS_URL = re.compile(r"""url\("npm:([^"]+)"\)""")
JS_IMPORT = re.compile(r'"\./([a-z_]+\.js)"')
SVG = re.compile(r"<svg\b([^>]*)>(.*)</svg>", re.DOTALL)
SVG_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class AssetError(Exception):
    """Something the build needs is not there; the text says what to do."""


@dataclass(frozen=True)
class Places:
    """Where the build reads and writes; a test may move any of them."""

    packages: Path = ROOT / "node_modules"
    static: Path = ROOT / "portal" / "static"
    templates: Path = ROOT / "templates"
    code: Path = ROOT / "portal"
    build: Path = ROOT / "portal" / "static" / "build"


@dataclass
class Build:
    """What is to stand in the build folder: file contents by path, and the manifest."""

    places: Places
    files: dict[str, bytes] = field(default_factory=dict)
    manifest: dict[str, str] = field(default_factory=dict)

    def add(self, logical: str, content: bytes) -> str:
        """Take a file in under a name that changes with its content."""
        stem, _, suffix = logical.rpartition(".")
        hashed = f"{stem}-{hashlib.sha256(content).hexdigest()[:12]}.{suffix}"
        self.files[hashed] = content
        self.manifest[logical] = hashed
        return hashed

    def package(self, path: str) -> bytes:
        try:
            return (self.places.packages / path).read_bytes()
        except FileNotFoundError:
            raise AssetError(f"{path} is missing: run `npm ci --ignore-scripts` first") from None


def build(places: Places | None = None) -> list[str]:
    """Bring the build folder up to date; the names of the files that were written or removed."""
    made = Build(places or Places())
    for logical, path in FILES.items():
        made.add(logical, made.package(path))
    made.add("portal.css", style_sheet(made).encode())
    add_script(made, "portal.js")
    made.add("sprite.svg", sprite(made).encode())
    made.add("favicon.svg", (made.places.static / "marks" / "favicon.svg").read_bytes())
    add_document_fonts(made)
    made.files["manifest.json"] = (json.dumps(made.manifest, indent=1, sort_keys=True) + "\n").encode()
    return settle(made)


def style_sheet(made: Build) -> str:
    """One sheet of ours: the entry's own parts in their order, every file of a package under its hashed name."""
    folder = made.places.static / "css"

    def part(found: re.Match[str]) -> str:
        return (folder / found[1]).read_text("utf-8")

    def packaged(found: re.Match[str]) -> str:
        known = {path: logical for logical, path in FILES.items()}
        logical = known.get(found[1], Path(found[1]).name)
        name = made.manifest.get(logical) or made.add(logical, made.package(found[1]))
        return f'url("{name}")'

    whole = CSS_IMPORT.sub(part, (folder / "portal.css").read_text("utf-8"))
    return CSS_URL.sub(packaged, whole)


def add_script(made: Build, name: str) -> str:
    """A script of ours, naming the parts it imports by their hashed names."""
    if name in made.manifest:
        return made.manifest[name]
    text = (made.places.static / "js" / name).read_text("utf-8")
    return made.add(name, JS_IMPORT.sub(lambda found: f'"./{add_script(made, found[1])}"', text).encode())


def sprite(made: Build) -> str:
    """Every icon in use and our own marks as symbols of one picture."""
    marks = {path.stem: path.read_text("utf-8") for path in sorted((made.places.static / "marks").glob("*.svg"))}
    marks.pop("favicon", None)
    symbols = {name: symbol(name, text, own=True) for name, text in marks.items()}
    for name, where in sorted(icons_in_use(made.places).items()):
        if name in symbols:
            continue
        file = made.places.packages / "lucide-static" / "icons" / f"{name}.svg"
        if not file.exists():
            raise AssetError(f"{where} names the icon {name!r}, which lucide-static does not have")
        symbols[name] = symbol(name, file.read_text("utf-8"))
    body = "\n".join(symbols[name] for name in sorted(symbols))
    note = "<!-- Icons: lucide-static, ISC licence. The marks are our own. -->"
    return f'{note}\n<svg xmlns="http://www.w3.org/2000/svg">\n{body}\n</svg>\n'


def symbol(name: str, svg: str, *, own: bool = False) -> str:
    """One picture as a symbol without its size; the style sheet gives strokes their width, except in our own marks."""
    found = SVG.search(SVG_COMMENT.sub("", svg))
    if found is None:
        raise AssetError(f"{name} is not an SVG picture")
    keep: tuple[str, ...] = ("viewBox", "preserveAspectRatio", "fill", "stroke", "stroke-linecap", "stroke-linejoin")
    keep += ("stroke-width",) if own else ()
    given = dict(re.findall(r'([\w-]+)="([^"]*)"', found[1]))
    attributes = " ".join(f'{key}="{given[key]}"' for key in keep if key in given)
    return f'<symbol id="{name}" {attributes}>{" ".join(found[2].split())}</symbol>'


def icons_in_use(places: Places) -> dict[str, str]:
    """The name of every icon that a template names, or a menu made in code, with the place that names it."""
    used = dict.fromkeys(ICONS_BY_STATE, "tools/build_assets.py")
    for file in sorted(places.templates.rglob("*.html")):
        for name in ICON_CALL.findall(file.read_text("utf-8")):
            used.setdefault(name, str(file))
    for file in [file for room in CODE_ROOMS for file in sorted((places.code / room).rglob("*.py"))]:
        for word in CODE_WORD.findall(file.read_text("utf-8")):
            if (places.packages / "lucide-static" / "icons" / f"{word}.svg").exists():
                used.setdefault(word, str(file))
    return used


def add_document_fonts(made: Build) -> None:
    for family, faces in DOCUMENT_FONTS.items():
        for subset in DOCUMENT_SUBSETS:
            for face in faces:
                name = f"{family}-{subset}-{face}.woff2"
                if (made.places.packages / "@fontsource" / family / "files" / name).exists():
                    made.files[f"fonts/{name}"] = made.package(f"@fontsource/{family}/files/{name}")


def settle(made: Build) -> list[str]:
    """Write what is new, the manifest last, and remove what nothing names any more."""
    target = made.places.build
    changed = []
    for name in sorted(made.files, key=lambda name: name == "manifest.json"):
        path = target / name
        if not (path.exists() and path.read_bytes() == made.files[name]):
            write(path, made.files[name])
            changed.append(name)
    for path in [path for path in target.rglob("*") if path.is_file()]:
        name = path.relative_to(target).as_posix()
        if name not in made.files and not path.name.startswith("."):
            path.unlink(missing_ok=True)
            changed.append(name)
    return changed


def write(path: Path, content: bytes) -> None:
    """Whole or not at all, so that a server reading meanwhile never sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.chmod(name, 0o644)
    os.replace(name, path)


def main() -> int:
    try:
        changed = build()
    except AssetError as problem:
        print(f"Front-end files not built: {problem}", file=sys.stderr)
        return 1
    print(f"Front-end files: {len(changed)} changed" if changed else "Front-end files: up to date")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
