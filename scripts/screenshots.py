"""Make the pictures of docs/screenshots again, from the demonstration: `make shots`.

Usage: python scripts/screenshots.py [--home FOLDER] [--out FOLDER] [--only NAME…]

--home: a data folder in which the demonstration was told; without it (or FRANKPLEDGE_HOME), it is told now, in a folder
that is thrown away. The server runs on a copy, so that answering a questionnaire for a picture changes nothing. Each
page is taken at desktop (1280) and phone (360) width, whole, in Debian's Chromium, and kept small (few colours).
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = [sys.executable, "-m", "frankpledge.cli.main"]
WIDTHS = {"desktop": 1280, "phone": 360}
TALLEST = 3200  # pixels; what is longer is cut there, for the pictures are to be looked at
COLOURS = 128
CHROMIUM = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--force-color-profile=srgb", "--hide-scrollbars",
]  # fmt: skip


FULL = "/staff/consultations/safer-neighbourhoods/"  # the consultation that is run in full


@dataclass(frozen=True)
class Shot:
    """One picture: its name, and how to come to the page. `who` signs in first."""

    name: str
    go: Callable[[Page, str], None]
    who: str = ""


def at(path: str) -> Callable[[Page, str], None]:
    def go(page: Page, address: str) -> None:
        answer = page.goto(address + path)
        if answer is None or not answer.ok:
            sys.exit(f"{path} answered {answer.status if answer else 'nothing'}")

    return go


def linked(path: str, *steps: str) -> Callable[[Page, str], None]:
    """From `path`, link by link: each step is how the address begins, or begins … ends."""

    def go(page: Page, address: str) -> None:
        at(path)(page, address)
        for step in steps:
            beginning, _, ending = step.partition("…")
            ends = f'[href$="{ending}"]' if ending else ""
            link = page.locator(f'main a[href^="{beginning}"]{ends}').first
            if not link.count():
                sys.exit(f"{page.url} links to nothing like {step}")
            at(str(link.get_attribute("href")).partition("#")[0])(page, address)

    return go


BURGLARY = ("/commitment/…/P2.2/",)  # the commitment whose thread runs to the end


def thread_of_burglary(page: Page, address: str) -> None:
    linked("/plan/", *BURGLARY)(page, address)
    at("/thread" + page.url.removeprefix(address))(page, address)


def question(page: Page, address: str) -> None:
    """The second question of the open consultation, as a resident meets it: the first is answered on the way."""
    linked("/consultations/", "/consultation/")(page, address)
    page.locator('main form button[type="submit"], main a[role="button"]').first.click()
    for _ in range(6):
        if page.locator("textarea").count():
            return
        for group in page.locator("fieldset").all():
            group.locator('input[type="radio"], input[type="checkbox"]').first.check(force=True)
        page.locator('main form button[type="submit"]').first.click()
        page.wait_for_load_state()


SHOTS = [
    Shot("start", at("/")),
    Shot("plan", at("/plan/")),
    Shot("commitment", linked("/plan/", *BURGLARY)),
    Shot("measure", at("/measure/burglary/")),
    Shot("theme", linked("/plan/", *BURGLARY, "/theme/")),
    Shot("update", linked("/plan/", *BURGLARY, "/update/")),
    Shot("report", at("/report/june-2025/")),
    Shot("meeting", at("/meeting/scrutiny/2025-06-12/")),
    Shot("challenge", linked("/meeting/scrutiny/2025-06-12/", "/challenge/")),
    Shot("thread", thread_of_burglary),
    Shot("how", at("/how/measure/burglary/")),
    Shot("question", question),
    Shot("search", at("/search/?q=burglary")),
    Shot("map", at("/maps/")),
    Shot("problems", at("/problems/")),
    Shot("problem", linked("/problems/", "/problem/")),
    Shot("cameras", at("/cameras/")),
    Shot("staff-analysis", at("/staff/analysis/"), who="performance analyst"),
    Shot("results", at("/consultation/safer-neighbourhoods/results/")),
    Shot("you-said", at("/consultation/safer-neighbourhoods/you-said/")),
    Shot("consultation-report", at("/consultation/safer-neighbourhoods/report/")),
    Shot("staff-questionnaire", at(f"{FULL}questionnaire/"), who="policy officer"),
    Shot("staff-checklist", at(f"{FULL}checklist/"), who="policy officer"),
    Shot("staff-coverage", at(f"{FULL}coverage/"), who="policy officer"),
    Shot("staff-coding", at(f"{FULL}coding/agreement/?question=why"), who="policy officer"),
    Shot("staff-findings", at(f"{FULL}findings/"), who="policy officer"),
    Shot("staff-home", at("/staff/"), who="policy officer"),
    Shot("staff-update", linked("/staff/delivery/", "/staff/delivery/update/"), who="lead in the police"),
]


def environment(home: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("FRANKPLEDGE_", "DJANGO_", "DATABASE_"))}
    models = {"FRANKPLEDGE_MODELS": os.environ["FRANKPLEDGE_MODELS"]} if "FRANKPLEDGE_MODELS" in os.environ else {}
    return kept | models | {"FRANKPLEDGE_HOME": str(home)}


@contextmanager
def told(given: Path | None) -> Iterator[Path]:
    """A copy of a told demonstration, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="frankpledge-shots-") as folder:
        home = Path(folder) / "home"
        if given:
            shutil.copytree(given, home)
        else:
            print("==> Telling the demonstration's story (about a minute)", flush=True)
            subprocess.run(
                [*PROGRAM, "demo", "--no-serve"], env=environment(home), check=True, stdout=subprocess.DEVNULL
            )
        yield home


@contextmanager
def served(home: Path) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [*PROGRAM, "serve", "--port", str(port), "--without-worker"]
    server = subprocess.Popen(command, env=environment(home), stdout=subprocess.DEVNULL)
    try:
        address = f"http://localhost:{port}"
        until = time.monotonic() + 120
        while True:
            try:
                urlopen(address + "/cookies/", timeout=5).close()
                break
            except (URLError, ConnectionError, TimeoutError):
                if server.poll() is not None or time.monotonic() > until:
                    sys.exit("The server did not start.")
                time.sleep(0.1)
        yield address
    finally:
        server.terminate()
        server.wait(30)


def accounts(home: Path) -> dict[str, tuple[str, str]]:
    """Who can sign in, as the demonstration says itself: what they are → e-mail address and password."""
    done = subprocess.run(
        [*PROGRAM, "demo", "--no-serve"], env=environment(home), check=True, capture_output=True, text=True
    )
    rows = [line.split(maxsplit=2) for line in done.stdout.splitlines() if "@" in line]
    return {role: (email, password) for email, password, role in rows}


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    at("/sign-in/")(page, address)
    page.locator('input[name="username"]').fill(email)
    page.locator('input[name="password"]').fill(password)
    page.locator('main form button[type="submit"]').first.click()
    page.wait_for_url("**/staff/**")


def keep(png: bytes, path: Path) -> int:
    """Write a picture with few colours: text stays sharp, and the file is a third of its size."""
    from PIL import Image

    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture = picture.crop((0, 0, picture.width, min(picture.height, TALLEST)))
    picture.quantize(colors=COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    return path.stat().st_size


def take(shots: list[Shot], address: str, people: dict[str, tuple[str, str]], out: Path) -> int:
    from playwright.sync_api import sync_playwright

    whole = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        for width_name, width in WIDTHS.items():
            for shot in shots:
                context = browser.new_context(
                    viewport={"width": width, "height": 800}, locale="en-GB", timezone_id="Europe/London",
                    reduced_motion="reduce",
                )  # fmt: skip
                page = context.new_page()
                if shot.who:
                    sign_in(page, address, *people[shot.who])
                shot.go(page, address)
                page.evaluate("document.fonts.ready")
                size = keep(page.screenshot(full_page=True), out / f"{shot.name}-{width_name}.png")
                print(f"    {shot.name}-{width_name}.png  {size // 1024} kB", flush=True)
                whole += size
                context.close()
        browser.close()
    return whole


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=Path, default=os.environ.get("FRANKPLEDGE_HOME"))
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screenshots")
    parser.add_argument("--only", nargs="*", choices=[shot.name for shot in SHOTS], metavar="NAME")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    shots = [shot for shot in SHOTS if not given.only or shot.name in given.only]
    with told(Path(given.home) if given.home else None) as home:
        people = accounts(home)
        with served(home) as address:
            print(f"==> Taking {len(shots) * len(WIDTHS)} pictures", flush=True)
            whole = take(shots, address, people, given.out)
    print(f"==> {whole / 1e6:.1f} MB in {given.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
