"""Reading a plan from YAML: a `plan`, and a list of its top level with the commitments below each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from frankpledge.office.errors import BadInput
from frankpledge.office.plan import rules
from frankpledge.office.sources import plain_yaml

from .draft import PlanFile, Row, Unreadable, as_date, as_list

PLAN_KEYS = frozenset(
    {"code", "title", "summary", "ambition", "area", "services", "published", "period", "period_years", "from", "to"}
    | {"levels", "consultation", "historic", "follows", "announced", "announced_number_of_priorities"}
)
PRIORITY_KEYS = frozenset({"code", "title", "leads"})
COMMITMENT_KEYS = frozenset(
    {"code", "text", "service", "addressee", "target", "outcome", "how_we_will_know", "not_measured_because"}
    | {"known_outcome", "leads", "basis", "measures"}
)


def read_yaml(path: Path, name: str) -> PlanFile:
    """The rows of a YAML file.

    Raises:
        BadInput: it is not YAML, or has no plan with a list of priorities: nothing of it can be read.
    """
    given = plain_yaml.read_file(path, name=name)
    if not isinstance(given, Mapping) or not isinstance(given.get("plan"), Mapping):
        raise BadInput(
            f"{name} holds no plan.",
            remedy="It needs “plan:” with a title, and a list of its priorities: see docs, or use the spreadsheet.",
        )
    return _Reader(name, given).read()


class _Reader:
    def __init__(self, name: str, given: Mapping[str, Any]) -> None:
        self.given = given
        self.head: dict[str, Any] = dict(given["plan"])
        self.levels = [_names(level) for level in self.head.get("levels") or rules_levels()]
        self.file = PlanFile(name, Row("plan", {}))

    def read(self) -> PlanFile:
        above, below = self._list_key(0, "priorities"), self._list_key(1, "commitments")
        self._plan(known={"plan", above, "measures"})
        for number, each in enumerate(self.given.get(above) or [], start=1):
            self._priority(each, f"{above} {number}", below)
        for number, each in enumerate(self.given.get("measures") or [], start=1):
            self._measure(each, f"measures {number}")
        return self.file

    def _list_key(self, depth: int, usual: str) -> str:
        own = self.levels[depth][1] if depth < len(self.levels) else usual
        return own if own in self.given or depth else usual

    def _plan(self, known: set[str]) -> None:
        head = self.head
        row = self.file.plan
        for key in [*(set(self.given) - known), *(set(head) - PLAN_KEYS)]:
            self.file.complain(row, str(key), f"“{key}” is not known here")
        given = head.get("period")
        period: Mapping[str, Any] = given if isinstance(given, Mapping) else {}
        starts = period.get("from") or head.get("from") or head.get("published")
        row.values = {
            "title": head.get("title"),
            "summary": head.get("summary") or _ambition(head.get("ambition")),
            "from": starts,
            "to": period.get("to") or head.get("to"),
            "levels": [list(names) for names in self.levels],
            "announced": head.get("announced_number_of_priorities", head.get("announced")),
            "historic": head.get("historic"),
            "consultation": _consultation(head.get("consultation")),
            "follows": head.get("follows"),
            "services": as_list(head.get("services")),
        }
        self._end_of_period(head)
        row.values["code"] = head.get("code") or self._code(head)

    def _end_of_period(self, head: Mapping[str, Any]) -> None:
        row = self.file.plan
        if row.values["to"] or not head.get("period_years"):
            return
        try:
            starts = as_date(row.values["from"])
        except Unreadable:
            return
        if starts:
            after = starts.replace(year=starts.year + int(head["period_years"]))
            row.values["to"] = after - timedelta(days=1)

    def _code(self, head: Mapping[str, Any]) -> str:
        """Where the file names none: the area (or title) and the year it begins, like "northamptonshire-2021"."""
        year = str(self.file.plan.values["from"] or "")[:4]
        return rules.slug(f"{head.get('area') or head.get('title') or ''} {year}")

    def _priority(self, given: Any, place: str, below: str) -> None:
        if not isinstance(given, Mapping):
            self.file.complain(Row(place, {}), "", "a priority needs a code, a title and its commitments")
            return
        row = Row(place, {"code": given.get("code"), "title": given.get("title")})
        self._unknown(given, PRIORITY_KEYS | {below}, row)
        self.file.priorities.append(row)
        self._leads(given.get("leads"), row.text("code"), place)
        for number, each in enumerate(given.get(below) or [], start=1):
            self._commitment(each, f"{place} › {below} {number}", row.text("code"))

    def _commitment(self, given: Any, place: str, priority: str) -> None:
        if not isinstance(given, Mapping):
            self.file.complain(Row(place, {}), "", "a commitment needs a code and its text")
            return
        row = Row(
            place,
            {
                "priority": priority,
                "code": given.get("code"),
                "text": given.get("text"),
                "addressee": given.get("service") or given.get("addressee") or self._only_service(),
                "how_we_will_know": _joined(given.get("how_we_will_know"), target_words(given.get("target"))),
                "not_measured_because": given.get("not_measured_because"),
                "known_outcome": given.get("outcome") or given.get("known_outcome"),
            },
        )
        self._unknown(given, COMMITMENT_KEYS, row)
        self.file.commitments.append(row)
        if "outcome" in given and self.file.plan.values.get("historic") is None:
            self.file.plan.values["historic"] = True  # what became of it is known: the plan is history
        code = row.text("code")
        self._leads(given.get("leads"), code, place)
        self._answers(given.get("measures"), code, place)
        self._bases(given.get("basis"), code, place)

    def _only_service(self) -> str:
        services = self.file.plan.values["services"]
        return services[0] if len(services) == 1 else ""

    def _leads(self, given: Any, code: str, place: str) -> None:
        for number, each in enumerate(given or [], start=1):
            self.file.leads.append(Row(f"{place} › leads {number}", {"for": code, **_mapping(each, "post")}))

    def _answers(self, given: Any, code: str, place: str) -> None:
        for number, each in enumerate(given or [], start=1):
            values = _mapping(each, "measure")
            self.file.answers.append(Row(f"{place} › measures {number}", {"commitment": code, **values}))

    def _bases(self, given: Any, code: str, place: str) -> None:
        for number, each in enumerate(given or [], start=1):
            values = _mapping(each, "note")
            self.file.bases.append(Row(f"{place} › basis {number}", {"commitment": code, **values}))

    def _measure(self, given: Any, place: str) -> None:
        values = _mapping(given, "code")
        for each in as_list_of(values.pop("answers", None)):
            link = _mapping(each, "commitment")
            self.file.answers.append(Row(f"{place} › answers", {"measure": values.get("code"), **link}))
        self.file.measures.append(Row(place, values))

    def _unknown(self, given: Iterable[Any], known: Iterable[str], row: Row) -> None:
        for key in set(given) - set(known):
            self.file.complain(row, str(key), f"“{key}” is not known here")


def rules_levels() -> list[str]:
    return [rules.level_pair((), depth)[0] for depth in (0, 1)]


def as_list_of(given: Any) -> list[Any]:
    return given if isinstance(given, list) else as_list(given)


def _names(level: Any) -> tuple[str, str]:
    if isinstance(level, list | tuple) and len(level) == 2:
        return str(level[0]), str(level[1])
    return str(level), rules.plural(str(level))


def _mapping(given: Any, key: str) -> dict[str, Any]:
    return dict(given) if isinstance(given, Mapping) else {key: given}


def _consultation(given: Any) -> str:
    """Its code, if the file names one; what else it says of a consultation is not a plan's to keep."""
    if isinstance(given, Mapping):
        given = given.get("code") or given.get("reference") or ""
    return str(given or "").removeprefix("consultation/")


def _ambition(given: Any) -> str:
    return f"Ambition: {str(given).strip().rstrip('.')}." if given else ""


def _joined(*texts: Any) -> str:
    return " ".join(str(text).strip() for text in texts if text)


def target_words(target: Any) -> str:
    """A target as a sentence: what will be counted, the level, and by when, as far as the file says.

    ``{value: 1500, unit: officers, by: "2023"}`` is "The target is 1,500 officers by 2023."
    """
    if not isinstance(target, Mapping):
        return f"The target is {str(target).strip().rstrip('.')}." if target else ""
    unit, value, by = str(target.get("unit") or "").strip(), target.get("value"), target.get("by")
    until = f" by {by}" if by else ""
    if value is None:
        return f"The number of {unit or 'things counted'} does not fall{until}."
    level = " ".join(part for part in (f"{value:,}" if isinstance(value, int | float) else str(value), unit) if part)
    if target.get("kind") == "floor":
        return f"The target is to stay at or above {level}{until}."
    return f"The target is {level}{until}."
