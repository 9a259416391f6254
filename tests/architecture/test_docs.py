"""The documentation says what the program does: commands, settings, methods, decisions and links, each looked up."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from frankpledge.cli.main import COMMANDS
from frankpledge.office.thread import method_pages

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "frankpledge"
DOCS = ROOT / "docs"
pytestmark = pytest.mark.pure


def text_of(*names: str) -> str:
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in names)


def tracked_files() -> list[Path]:
    """What the repository holds; without git, what lies in its folders."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0 and listed.stdout:
        paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    else:
        folders = ("docs", "src", "tests", "scripts", "benchmarks", "requirements")
        paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if "__pycache__" not in path.parts]
        paths += [path for path in ROOT.iterdir() if path.is_file()]
    return [path for path in paths if path.is_file()]


def source_files() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" not in path.parts and path.name != "settings_test.py":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


# --- commands ----------------------------------------------------------------------------------------------------

ALL_COMMANDS = [f"{group} {name}".strip() for group, table in COMMANDS.items() for name in table]


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_stands_in_the_readme(command):
    # `frankpledge import crimes`, or after it in the same row: `import crime-counts`
    assert re.search(rf"`(frankpledge )?{re.escape(command)}[` ]", text_of("README.md"))


def test_the_readme_shows_no_command_that_does_not_exist():
    told = re.findall(r"frankpledge ((?:[a-z-]+ ?)+)", text_of("README.md", "docs/imports.md"))
    groups = {group for group in COMMANDS if group}
    for words in (each.split() for each in told):
        if words and words[0] in {name.split()[0] for name in ALL_COMMANDS}:
            command = " ".join(words[:2]) if words[0] in groups else words[0]
            assert command in ALL_COMMANDS, f"{command!r} is told, and does not exist"


def test_the_first_screen_of_the_readme_shows_the_two_commands_and_what_they_need():
    first_screen = "\n".join(text_of("README.md").splitlines()[:20])
    for needed in ("make demo", "make test", "Debian 12", "Python 3.11"):
        assert needed in first_screen


# --- settings ----------------------------------------------------------------------------------------------------


def variables_read() -> set[str]:
    """Names that the program looks up in its environment: `os.environ["X"]` and `os.environ.get("X")`."""
    found = {"DATABASE_URL"}  # read by dj_database_url
    for _path, tree in source_files():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).endswith("environ.get"):
                name = node.args[0]
            elif isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
                name = node.slice
            else:
                continue
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.add(name.value)
    return found - {"DJANGO_SETTINGS_MODULE"}


def test_every_environment_variable_is_explained_and_none_that_is_not_read():
    explained = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", text_of("docs/running-an-office.md"), re.MULTILINE))
    assert explained == variables_read()


# --- architecture ------------------------------------------------------------------------------------------------


def test_the_rooms_stand_in_the_architecture_in_the_order_that_is_enforced():
    contracts = tomllib.loads(text_of("pyproject.toml"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    told = re.search(r"^`config` › .*?\n\n", text_of("docs/architecture.md"), re.MULTILINE | re.DOTALL)
    assert told
    assert re.findall(r"`([a-z_]+)`", told[0]) == layers


# --- decisions ---------------------------------------------------------------------------------------------------

PARTS = ["**Context.**", "**Choice.**", "**What we gave up.**", "**What would change our mind.**"]
RECORDS = sorted((DOCS / "decisions").glob("*.md"))


@pytest.mark.parametrize("record", RECORDS, ids=lambda path: path.stem)
def test_every_decision_record_has_its_four_parts_on_one_page(record):
    text = record.read_text(encoding="utf-8")
    places = [text.find(part) for part in PARTS]
    assert -1 not in places
    assert places == sorted(places)
    assert len(text.split()) < 450
    assert text.startswith(f"# {int(record.name[:4])}. ")


def test_decision_records_are_numbered_without_gaps():
    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))


# --- methods -----------------------------------------------------------------------------------------------------

# Versions that name no statistic, with the reason why no page explains one.
NO_STATISTIC = {
    "control-chart-svg/1": "how a chart is drawn; what it shows is xmr/1",
    "typed/1": "a figure as its source published it",
}


def method_versions() -> list[str]:
    found = set()
    for _path, tree in source_files():
        for node in ast.walk(tree):
            target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if isinstance(target, ast.Name) and "METHOD" in target.id and getattr(node, "value", None) is not None:
                constants = (each.value for each in ast.walk(node.value) if isinstance(each, ast.Constant))
                found |= {v for v in constants if isinstance(v, str) and re.fullmatch(r"[a-z-]+[/-]\d+", v)}
    return sorted(found)


def test_versions_of_methods_are_found():
    assert {"xmr/1", "redaction-2", "monthly-count/1"} <= set(method_versions())
    assert set(NO_STATISTIC) <= set(method_versions())


@pytest.mark.parametrize("version", [v for v in method_versions() if v not in NO_STATISTIC])
def test_every_method_has_a_page_that_explains_it(version):
    address = method_pages.address_of(version)
    assert address, f"no page of docs/methods explains {version}"
    assert (DOCS / "methods" / f"{address.split('/')[2]}.md").is_file()


# --- links -------------------------------------------------------------------------------------------------------

PAGES = [path for path in tracked_files() if path.suffix == ".md"]
LINK = re.compile(r"(?<!\\)!?\[[^\]]*\]\(([^)\s]+)(?: \"[^\"]*\")?\)")


def prose(path: Path) -> str:
    """A page without its code, where brackets are not links."""
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    broken = []
    for link in LINK.findall(prose(document)):
        if re.match(r"[a-z]+:", link) or link.startswith("/"):  # elsewhere, or an address of the running site
            continue
        name, _, anchor = link.partition("#")
        target = (document.parent / name).resolve() if name else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_every_page_of_the_documentation_is_reached_from_its_index():
    index = (DOCS / "README.md").read_text(encoding="utf-8")
    reached = {(DOCS / link.partition("#")[0]).resolve() for link in LINK.findall(index)}
    pages = {path.resolve() for path in DOCS.rglob("*.md") if path.name != "README.md"}
    alone = {path for path in pages if path not in reached and path.parent not in reached}
    assert sorted(str(path.relative_to(DOCS)) for path in alone) == []


# --- examples ----------------------------------------------------------------------------------------------------


def test_the_plan_in_the_guide_to_imports_can_be_read(tmp_path):
    from frankpledge.office.plan.importers.yaml_file import read_yaml

    example = re.search(r"```yaml\n(plan:.*?)```", text_of("docs/imports.md"), re.DOTALL)
    assert example
    path = tmp_path / "plan.yaml"
    path.write_text(example[1], encoding="utf-8")
    found = read_yaml(path, path.name)
    assert (len(found.priorities), len(found.commitments), len(found.leads), len(found.measures)) == (1, 2, 2, 1)
    assert not found.problems


def test_the_mapping_in_the_guide_to_imports_can_be_read():
    from frankpledge.office.consultation.importers.mapping import mapping_from

    example = re.search(r"```yaml\n(source:.*?)```", text_of("docs/imports.md"), re.DOTALL)
    assert example
    asked = [answer.question for answer in mapping_from(example[1]).answers]
    assert asked == ["matters", "safe", "seen", "heard", "agree"]


# --- the project speaks of the product alone ----------------------------------------------------------------------

# Put together from parts, so that this file does not hold what it looks for.
ELSEWHERE = re.compile(
    "|".join(
        (
            r"(?<![\w.])/(?:" + "|".join(("wo" + "rk", "ro" + "ot", "fa" + "rm", "ho" + "me/[a-z]+")) + r")/",
            r"(?<![\w.])/t" + r"mp/f" + r"p\b",
            "python" + "hosted" + r"\.org",
            "py" + "pi" + r"\.org",
            "npm" + "js" + r"\.org",
            "deb" + r"\.debian" + r"\.org",
        )
    ),
    re.IGNORECASE,
)


def test_no_file_names_a_path_of_somebodys_machine_or_a_package_registry():
    found = []
    for path in tracked_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if match := ELSEWHERE.search(line):
                found.append(f"{path.relative_to(ROOT)}:{number} {match[0]}")
    assert found == []


# --- the user guide says what the pages say -------------------------------------------------------------------------


def words_of_pages() -> str:
    """All texts of templates and of the office's Python, with runs of space made one."""
    office = SOURCE / "office"
    files = [*office.rglob("*.html"), *(path for path in office.rglob("*.py") if "tests" not in path.parts)]
    return re.sub(r"\s+", " ", " ".join(path.read_text(encoding="utf-8") for path in files))


def test_what_the_user_guide_prints_in_bold_is_said_on_a_page():
    pages = words_of_pages()
    guide = re.sub(r"\s+", " ", text_of("docs/user-guide.md"))
    # A paragraph may begin with a task in bold, with a full stop; all else in bold is quoted from a page.
    quoted = {words for words in re.findall(r"\*\*([^*]+)\*\*", guide) if not words.endswith(".")}
    assert len(quoted) > 50
    assert sorted(words for words in quoted if f">{words}<" not in pages and f'"{words}' not in pages) == []
