"""Another office, from an empty data folder, by terminal and browser only: nothing knows which county it is in."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .conftest import World, new_database, serving

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PASSWORD = "a-long-pass-phrase-9"
ROLES = {
    "policy": "policy_officer", "analyst": "analyst", "lead": "lead", "clerk": "clerk", "member": "member",
}  # fmt: skip
OFFICE = "Office of the Police and Crime Commissioner for Cambridgeshire"
FORCE = "Cambridgeshire Constabulary"

PLAN = """
plan:
  code: cambs-2026
  title: Police and Crime Plan
  period: {from: 2026, to: 2029}
  announced: 1
priorities:
  - code: P1
    title: Safer homes
    leads:
      - {of: office, post: Head of Policy, organisation: "OFFICE"}
      - {of: police, post: Chief Superintendent, organisation: "FORCE"}
    commitments:
      - {code: P1.1, service: police, text: Fewer homes broken into}
"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> World:
    home = tmp_path_factory.mktemp("second") / "home"
    home.mkdir()
    return World(home, new_database("second", home))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


class People:
    """A browser in which people sign in, open pages and send forms, by the names of the fields."""

    def __init__(self, page: Page, address: str) -> None:
        self.page, self.address = page, address

    def open(self, path: str) -> str:
        answer = self.page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status} {self.page.inner_text('body')[:600]}"
        return self.page.inner_text("main")

    def sign_in(self, who: str) -> None:
        self.page.context.clear_cookies()
        self.open("/sign-in/")
        self.send(username=f"{who}@example.net", password=PASSWORD)
        assert "/sign-in/" not in self.page.url, self.page.inner_text("main")

    def send(self, path: str = "", *, press: str = "main form button[type=submit]", **fields: object) -> str:
        """Fill the named fields of the page's main form and press its button."""
        if path:
            self.open(path)
        for name, value in fields.items():
            self.fill(name, value)
        self.page.locator(press).first.click()
        assert not self.page.locator(".govuk-error-summary").count(), self.page.inner_text("main")
        return self.page.inner_text("main")

    def fill(self, name: str, value: object) -> None:
        if isinstance(value, date):
            for part, number in (("day", value.day), ("month", value.month), ("year", value.year)):
                self.page.fill(f"main [name={name}_{part}]", str(number))
            return
        field = self.page.locator(f"main [name={name}]")
        kind = field.first.evaluate("e => e.tagName + ' ' + (e.type || '')")
        if "radio" in kind or "checkbox" in kind:
            self.page.check(f"main [name={name}][value='{value}']")
        elif kind.startswith("SELECT"):
            exact = field.locator(f"option[value='{value}']")
            option = exact if exact.count() else field.locator("option", has_text=str(value))
            field.select_option(option.first.get_attribute("value"))
        else:
            field.first.fill(str(value))


def test_a_second_office_walks_the_whole_thread(empty: World, page: Page, shared: Path, tmp_path: Path):
    set_up_by_terminal(empty, shared)
    with serving(empty) as address:
        people = People(page, address)
        theme = consult(people, empty)
        plan_it(people, empty, tmp_path, theme)
        measure_it(people, empty)
        publish_and_report(people, empty)
        challenge, action = scrutinise(people)
    up = [bead["reference"] for bead in beads(empty, action)]
    down = [bead["reference"] for bead in beads(empty, theme)]
    for reference in (theme, "commitment/cambs-2026/P1.1", "measure/burglary", "report/june-2026", challenge, action):
        assert reference in up, (reference, up)
        assert reference in down, (reference, down)
    assert json.loads(empty.run("verify", "--all", "--json").stdout)["holds"]


def set_up_by_terminal(empty: World, shared: Path) -> None:
    """Office and people, the force's own street files, and the counts by place."""
    words = ["--admin-email", "admin@example.net", "--admin-name", "Ada Test", "--admin-password-stdin"]
    empty.run("office", "create", "--force", "Cambridgeshire", *words, input=PASSWORD + "\n")
    for who, role in ROLES.items():
        email = f"{who}@example.net"
        empty.run(
            "user", "add", "--email", email, "--name", who, "--role", role, "--password-stdin", input=PASSWORD + "\n"
        )
    crimes = json.loads(
        empty.run("import", "crimes", str(shared / "data/police/street/cambridgeshire"), "--json").stdout
    )
    assert (crimes["read"], crimes["imported"], crimes["rejected"]) == (19_608, 19_608, 0)
    counts = json.loads(empty.run("import", "crime-counts", str(shared / "data/police/pfa-month"), "--json").stdout)
    assert counts["rejected"] == 0
    asked = ["query", "crimes", "--recorded-by", "Cambridgeshire", "--by", "month", "--format", "json"]
    assert "6116" in empty.run(*asked).stdout.replace(",", "")


def consult(people: People, world: World) -> str:
    """Built, answered and read in the browser; grouped on the terminal; accepted in the browser."""
    today = date.today()
    people.sign_in("policy")
    people.send("/staff/consultations/new/", title="Feeling safe", code="safe-2026", about="Tell us.",
                opens_on=today, closes_on=today + timedelta(days=9))  # fmt: skip
    people.open("/staff/consultations/safe-2026/")
    people.send("/staff/consultations/safe-2026/questionnaire/sections/add/", code="residents", title="Residents")
    people.send("/staff/consultations/safe-2026/questionnaire/questions/add/", code="matters",
                wording="What matters most?")  # fmt: skip
    people.send("/staff/consultations/safe-2026/publish/")
    for number in range(12):
        answer_it(
            people,
            f"Burglary worries everybody in our street, number {number}. Please send more patrols against burglary.",
        )
    world.run("themes", "suggest", "--consultation", "consultation/safe-2026", "--question", "matters")
    people.sign_in("policy")
    people.open("/staff/consultations/safe-2026/themes/")
    people.page.locator("main a[href*='/staff/consultations/safe-2026/theme/']").first.click()
    people.send(press="main button[value=accept]", name="Burglary", definition="Homes that were broken into.")
    assert "Burglary" in people.open("/theme/safe-2026/burglary/")
    return "theme/safe-2026/burglary"


def answer_it(people: People, words: str) -> None:
    people.page.context.clear_cookies()
    people.open("/consultation/safe-2026/")
    people.page.locator("main form[action$='/start/'] button").first.click()
    if "/section/" in people.page.url:
        people.send(section="residents")
    people.page.fill("main textarea", words)
    people.page.get_by_role("button", name="Save and continue").click()
    people.page.get_by_role("button", name="Send", exact=True).click()
    people.page.wait_for_url("**/receipt/")
    assert words in people.page.inner_text("main")


def plan_it(people: People, world: World, folder: Path, theme: str) -> None:
    """The plan from a file; who holds its posts, and why its promise is there, in the browser."""
    file = folder / "plan.yaml"
    file.write_text(textwrap.dedent(PLAN).replace("OFFICE", OFFICE).replace("FORCE", FORCE), encoding="utf-8")
    done = json.loads(world.run("import", "plan", str(file), "--json").stdout)
    assert (done["rejected"], done["imported"] > 0) == (0, True), done
    people.sign_in("admin")
    for title in ("Head of Policy", "Chief Superintendent"):
        people.open("/staff/posts/")
        people.page.get_by_role("link", name=title).first.click()
        href = people.page.locator("main a[href*='/appoint/']").first.get_attribute("href")
        people.send(str(href), person="lead")
    people.sign_in("policy")
    people.send("/staff/plans/of/cambs-2026/commitment/P1.1/basis/", kind="theme", theme="Burglary")


def measure_it(people: People, world: World) -> None:
    people.sign_in("analyst")
    people.send(
        "/staff/measures/define/", code="burglary", title="Burglary", definition="Recorded burglaries in the county.",
        source="crime_counts", crime_types="Burglary", kind="count", unit="recorded burglaries", area_code="E23000023",
        frequency="month", good="down", good_because="Fewer homes broken into.", target_kind="none",
        target_reason="A number would reward recording less.",
    )  # fmt: skip
    world.run("observe", "--measure", "burglary")
    assert "April 2025" in people.open("/measure/burglary/")
    people.sign_in("policy")
    people.send(
        "/staff/plans/of/cambs-2026/commitment/P1.1/measure/", measure="Burglary", how="Counts what was promised."
    )


def publish_and_report(people: People, world: World) -> None:
    """Published; an update through a personal link, signed out; a report to a meeting."""
    people.send("/staff/plans/of/cambs-2026/publish/")
    people.send(
        "/staff/delivery/ask/", plan="Police and Crime Plan", period="2025-04", due=date.today() + timedelta(days=9)
    )
    people.open("/staff/delivery/")
    people.page.locator("main form[action*='/link/'] button").first.click()
    letter = world.run("worker", "--once").stdout
    links = re.findall(r"/update-link/[\w-]+/", letter.replace("=\n", ""))
    assert links, letter
    people.page.context.clear_cookies()
    people.send(links[-1], press="main button[name=send]", text="We visit every home.", confidence="on_course")
    people.sign_in("clerk")
    people.send("/staff/meetings/new/", body="scrutiny", date=date(2026, 6, 11))
    people.send("/staff/meetings/scrutiny/2026-06-11/add-item/", title="Delivery report")
    people.sign_in("policy")
    people.send("/staff/reports/new/", meeting="11 June 2026", plan="Police and Crime Plan", title="Delivery report",
                code="june-2026", as_at="2025-04", period="2025-04")  # fmt: skip
    people.send("/staff/reports/june-2026/build/")
    assert "We visit every home." in people.open("/report/june-2026/")


def scrutinise(people: People) -> tuple[str, str]:
    """A member challenges; the office answers; an action follows, is done and is proved by somebody else."""
    people.sign_in("member")
    people.open("/item/scrutiny/2026-06-11/1/")
    href = people.page.locator("main a[href*='/challenge/']").first.get_attribute("href")
    people.send(str(href), text="Homes are broken into twice. What is done?", about="P1.1",
                due=date.today() + timedelta(days=20))  # fmt: skip
    challenge = "challenge/scrutiny/2026-06-11/1/1"
    people.sign_in("policy")
    people.open(f"/{challenge}/")
    href = str(people.page.locator("main a[href*='/staff/answers/challenge/']").first.get_attribute("href"))
    people.send(href, answer="We visit within two days.")
    people.send(href.rstrip("/") + "/action/", text="Visit within two days", owner="Head of Policy",
                due=date.today() + timedelta(days=30))  # fmt: skip
    action = "action/visit-within-two-days"
    people.sign_in("lead")
    people.send(f"/staff/{action.replace('action/', 'actions/')}/claim/", proof="Log shown on 1 July.")
    people.sign_in("policy")
    people.send(f"/staff/{action.replace('action/', 'actions/')}/verify/")
    assert "proved" in people.open(f"/{action}/").lower()
    return challenge, action


def beads(world: World, reference: str) -> list[dict[str, str]]:
    """Every bead that `trace --json` names, up and down."""
    found: list[dict[str, str]] = []

    def gather(value: object) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("reference"), str):
                found.append(value)
            for each in value.values():
                gather(each)
        elif isinstance(value, list):
            for each in value:
                gather(each)

    gather(json.loads(world.run("trace", reference, "--json").stdout))
    return found


@pytest.mark.parametrize(
    ("force", "months"),
    [("Dyfed-Powys", ["May 2023", "January 2024", "April 2024"]), ("Greater Manchester", ["May 2023", "April 2025"])],
)
def test_an_office_shows_its_missing_months_as_missing(
    force: str, months: list[str], tmp_path: Path, page: Page, shared: Path
):
    home = tmp_path / "home"
    home.mkdir()
    world = World(home, new_database("missing", home))
    words = ["--admin-email", "admin@example.net", "--admin-name", "Ada Test", "--admin-password-stdin"]
    created = world.run("office", "create", "--force", force, *words, "--json", input=PASSWORD + "\n")
    code = json.loads(created.stdout)["area_code"]
    world.run("user", "add", "--email", "analyst@example.net", "--name", "analyst", "--role", "analyst",
              "--password-stdin", input=PASSWORD + "\n")  # fmt: skip
    world.run("import", "crime-counts", str(shared / "data/police/pfa-month"))
    with serving(world) as address:
        people = People(page, address)
        people.sign_in("analyst")
        people.send(
            "/staff/measures/define/", code="burglary", title="Burglary", definition="Recorded burglaries.",
            source="crime_counts", crime_types="Burglary", kind="count", unit="recorded burglaries", area_code=code,
            frequency="month", good="none", target_kind="none", target_reason="None was set.",
        )  # fmt: skip
        world.run("observe")
        rows = people.page.locator("main table tr") if people.open("/measure/burglary/") else None
        assert rows is not None
        for month in months:
            row = rows.filter(has_text=month).first.inner_text()
            assert "issing" in row, row
            assert not re.search(r"\t0\b", row), row
