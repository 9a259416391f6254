"""Fetch the outside style sheet, script and font that pages use, trim them, write them into the room `ui`.

A maintainer runs this when a version changes; users never do, and need no Node. It needs `npm` on the PATH,
works in a temporary folder and leaves nothing there:

    python scripts/vendor_frontend.py            # fetch, trim, write
    python scripts/vendor_frontend.py --check    # only compare the files with their manifest

What it changes on the way, and why:
* every `@font-face` goes, and the font stack becomes a variable: the GDS Transport face may not be used here;
* the crest, the fonts and everything of GOV.UK's own header and footer go, for the same reason;
* components that no page of ours uses go, so that a first visit stays light;
* `sourceMappingURL` lines go, because hashed static names cannot resolve them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[1] / "src/frankpledge/office/ui/static/vendor"
GOVUK = ("govuk-frontend", "6.6.0")
FONT = ("@fontsource-variable/atkinson-hyperlegible-next", "5.3.0")
MAP = ("maplibre-gl", "6.17.0")

# Components that are not used on any page: their rules are left out of the style sheet.
UNUSED = (
    "accordion", "cookie-banner", "exit-this-page", "feedback", "footer", "generic-header", "header",
    "language-navigation", "logo-dot", "service-navigation", "tabs",
)  # fmt: skip
UNUSED_SELECTOR = re.compile(rf"\.govuk-(?:{'|'.join(UNUSED)})(?![a-z])")
FONT_STACK = re.compile(r"font-family:\s*(?:GDS Transport,\s*arial,\s*)?sans-serif")
FONT_VARIABLE = "font-family:var(--app-font,arial,sans-serif)"


class CannotVendor(SystemExit):
    """The upstream files are not what this script expects; the message says what is different."""


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--check", action="store_true", help="only compare the files with MANIFEST.json")
    if options.parse_args().check:
        check()
        return
    with tempfile.TemporaryDirectory() as folder:
        modules = install(Path(folder))
        vendor_govuk(modules / GOVUK[0])
        vendor_font(modules / FONT[0])
        vendor_map(modules / MAP[0])
    write_manifest()
    check()


def install(folder: Path) -> Path:
    """Let npm fetch the packages, at exactly the versions named above, into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        raise CannotVendor("npm is not on the PATH. Install Node.js, then run this again.")
    (folder / "package.json").write_text('{"private": true}\n')
    wanted = [f"{name}@{version}" for name, version in (GOVUK, FONT, MAP)]
    subprocess.run(
        [npm, "install", "--save-exact", "--ignore-scripts", "--no-audit", "--no-fund", *wanted],
        cwd=folder,
        check=True,
    )
    return folder / "node_modules"


def vendor_govuk(package: Path) -> None:
    target = fresh(VENDOR / "govuk-frontend")
    built = package / "dist/govuk"
    (target / "govuk-frontend.min.css").write_text(trimmed_css((built / "govuk-frontend.min.css").read_text()))
    (target / "govuk-frontend.min.js").write_text(without_source_map((built / "govuk-frontend.min.js").read_text()))
    (target / "LICENCE.txt").write_text(GOVUK_MIT)


def vendor_font(package: Path) -> None:
    target = fresh(VENDOR / "atkinson-hyperlegible-next")
    for style in ("normal",):
        name = f"atkinson-hyperlegible-next-latin-wght-{style}.woff2"
        shutil.copyfile(package / "files" / name, target / name)
    shutil.copyfile(package / "LICENSE", target / "LICENCE.txt")


def vendor_map(package: Path) -> None:
    """The interactive map: a module, the worker that it starts, and its style sheet. Only the page of that map asks."""
    target = fresh(VENDOR / "maplibre-gl")
    for name in ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css"):
        (target / name).write_text(without_source_map((package / "dist" / name).read_text()))
    shutil.copyfile(package / "LICENSE.txt", target / "LICENCE.txt")


def fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def trimmed_css(css: str) -> str:
    """GOV.UK's style sheet without its fonts, crest, own header and the components that we do not use."""
    css = without_source_map(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))
    css = FONT_STACK.sub(FONT_VARIABLE, css)
    css = "".join(kept_rules(css))
    for forbidden in ("GDS Transport", "url(", "@font-face", "crest"):
        if forbidden in css:
            raise CannotVendor(f"The trimmed style sheet still holds {forbidden!r}: teach this script about it.")
    return css.strip() + "\n"


def kept_rules(css: str) -> list[str]:
    """The rules of minified CSS that are ours to use; at-rules are walked, and dropped when empty."""
    kept = []
    for prelude, body in rules(css):
        if body is None:
            kept.append(prelude)
        elif prelude.startswith(("@media", "@supports")):
            inner = "".join(kept_rules(body))
            kept.extend([f"{prelude}{{{inner}}}"] if inner else [])
        elif not prelude.startswith(("@font-face", "@-moz-document")):
            wanted = [part for part in selectors(prelude) if not UNUSED_SELECTOR.search(part)]
            kept.extend([f"{','.join(wanted)}{{{body}}}"] if wanted else [])
    return kept


def rules(css: str) -> list[tuple[str, str | None]]:
    """Split one level of CSS into (prelude, body); a statement such as `@charset …;` has no body."""
    found: list[tuple[str, str | None]] = []
    at = 0
    while at < len(css):
        stop = re.compile(r"[;{]").search(css, at)
        if stop is None:
            break
        prelude = css[at : stop.end() - 1].strip()
        if stop.group() == ";":
            found.append((prelude + ";", None))
            at = stop.end()
        else:
            at = closing_brace(css, stop.end())
            found.append((prelude, css[stop.end() : at - 1]))
    return found


def closing_brace(css: str, at: int) -> int:
    depth = 1
    while depth:
        depth += {"{": 1, "}": -1}.get(css[at], 0)
        at += 1
    return at


def selectors(prelude: str) -> list[str]:
    """Split a selector list at its commas, but not at commas inside `:not(a, b)`."""
    return re.split(r",(?![^(]*\))", prelude)


def without_source_map(text: str) -> str:
    return re.sub(r"(?:/\*#|//#)\s*sourceMappingURL=\S+(?:\s*\*/)?\s*", "", text)


def write_manifest() -> None:
    packages = [
        {"name": GOVUK[0], "version": GOVUK[1], "licence": "MIT", "folder": "govuk-frontend"},
        {"name": FONT[0], "version": FONT[1], "licence": "OFL-1.1", "folder": "atkinson-hyperlegible-next"},
        {"name": MAP[0], "version": MAP[1], "licence": "BSD-3-Clause", "folder": "maplibre-gl"},
    ]
    manifest = {"made_by": "scripts/vendor_frontend.py", "packages": packages, "sha256": checksums()}
    (VENDOR / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n")


def checksums() -> dict[str, str]:
    files = sorted(p for p in VENDOR.rglob("*") if p.is_file() and p.name != "MANIFEST.json")
    return {str(p.relative_to(VENDOR)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def check() -> None:
    """Stop with the names of the files that differ from their manifest."""
    promised = json.loads((VENDOR / "MANIFEST.json").read_text())["sha256"]
    found = checksums()
    different = sorted(name for name in promised.keys() | found.keys() if promised.get(name) != found.get(name))
    if different:
        raise CannotVendor("These files differ from MANIFEST.json: " + ", ".join(different))
    print(f"{len(found)} vendored files agree with MANIFEST.json", file=sys.stderr)


# The npm package names its licence (MIT) but carries no licence file; this is the text of the project's own.
GOVUK_MIT = """The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of
this software and associated documentation files (the "Software"), to deal in
the Software without restriction, including without limitation the rights to
use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies
of the Software, and to permit persons to whom the Software is furnished to do
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all
copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR
IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY,
FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER
LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM,
OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE
SOFTWARE.
"""


if __name__ == "__main__":
    main()
