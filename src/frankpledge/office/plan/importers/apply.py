"""Putting a file's rows into the working copy through the use cases, each refusal noted at its row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from frankpledge.office.consultation.models import Consultation, Theme
from frankpledge.office.errors import Refused
from frankpledge.office.people import duties
from frankpledge.office.people.duties import Actor
from frankpledge.office.people.models import Organisation, Post
from frankpledge.office.plan import use_cases
from frankpledge.office.plan.models import Basis, Commitment, Lead, Measure, MeasureAnswers, Plan, Priority
from frankpledge.office.plan.use_cases.measures import FIELDS, DefinitionIncomplete

from .draft import (
    PlanFile,
    Row,
    Unreadable,
    as_addressee,
    as_choice,
    as_date,
    as_flag,
    as_list,
    as_number,
)


class Applied:
    """What went in: rows that changed something, and rows that said what was there already."""

    def __init__(self, file: PlanFile, *, by: Actor, now: datetime) -> None:
        self.file, self.by, self.now = file, by, now
        self.changed = self.unchanged = 0
        self.plan: Plan | None = None
        self.priorities: dict[str, Priority] = {}
        self.commitments: dict[str, Commitment] = {}

    def run(self) -> None:
        """All rows, in the order in which they need each other."""
        steps: list[tuple[list[Row], Callable[[Row], bool]]] = [
            ([self.file.plan], self._plan),
            (self.file.priorities, self._priority),
            (self.file.commitments, self._commitment),
            (self.file.measures, self._measure),
            (self.file.leads, self._lead),
            (self.file.answers, self._answer),
            (self.file.bases, self._basis),
        ]
        for rows, step in steps:
            for row in rows:
                self._one(row, step)
            if self.plan is None:
                return
        self._order()

    def _one(self, row: Row, step: Callable[[Row], bool]) -> None:
        try:
            with transaction.atomic():
                if step(row):
                    self.changed += 1
                else:
                    self.unchanged += 1
        except DefinitionIncomplete as refused:
            for column, reason in refused.faults:
                self.file.complain(row, column, reason)
        except Refused as refused:
            self.file.complain(row, getattr(refused, "field", ""), str(refused))
        except Unreadable as unreadable:
            self.file.complain(row, "", str(unreadable))

    def _needed(self, row: Row, *columns: str) -> None:
        if empty := [column for column in columns if not row.text(column)]:
            raise Unreadable(f"“{empty[0].replace('_', ' ')}” is empty")

    def _plan(self, row: Row) -> bool:
        self._needed(row, "code", "title", "from")
        starts, ends = as_date(row.values["from"]), as_date(row.values.get("to"), last=True)
        announced = as_number(row.values.get("announced"))
        fields: dict[str, Any] = {
            "title": row.text("title"),
            "summary": row.text("summary"),
            "starts": starts,
            "ends": ends,
            "level_names": [list(names) for names in row.values.get("levels") or []],
            "announced_priorities": None if announced is None else int(announced),
            "historic": as_flag(row.values.get("historic")),
            "consultation": self._consultation(row),
            "follows": self._follows(row),
        }
        found = Plan.objects.filter(code=row.text("code")).first()
        if found is None:
            self.plan = use_cases.create_plan(code=row.text("code"), by=self.by, now=self.now, **fields)
            return True
        self.plan = found
        self._read_what_is_there(found)
        given = {name: value for name, value in fields.items() if value not in (None, "", [])}
        if all(getattr(found, name) == value for name, value in given.items()):
            return False
        use_cases.change_plan(plan=found, by=self.by, now=self.now, **given)
        return True

    def _read_what_is_there(self, plan: Plan) -> None:
        self.priorities = {each.code: each for each in plan.priorities.all()}
        self.commitments = {
            each.code: each for each in Commitment.objects.filter(priority__plan=plan).select_related("priority__plan")
        }

    def _consultation(self, row: Row) -> Consultation | None:
        code = row.text("consultation").removeprefix("consultation/")
        if not code:
            return None
        found = Consultation.objects.filter(code=code).first()
        if found is None:
            raise Unreadable(f"there is no consultation “{code}”")
        return found

    def _follows(self, row: Row) -> Plan | None:
        code = row.text("follows").removeprefix("plan/")
        if not code:
            return None
        found = Plan.objects.filter(code=code).first()
        if found is None:
            raise Unreadable(f"there is no plan “{code}” for this one to follow")
        return found

    def _priority(self, row: Row) -> bool:
        self._needed(row, "code", "title")
        code, title = row.text("code"), " ".join(row.text("title").split())
        self._first_of_its_code(self.file.priorities, row, "code")
        if (found := self.priorities.get(code)) is None:
            assert self.plan is not None
            self.priorities[code] = use_cases.add_priority(
                plan=self.plan, code=code, title=title, by=self.by, now=self.now
            )
            return True
        if found.title == title:
            return False
        use_cases.change_priority(priority=found, title=title, by=self.by, now=self.now)
        return True

    def _commitment(self, row: Row) -> bool:
        self._needed(row, "priority", "code", "text", "addressee")
        self._first_of_its_code(self.file.commitments, row, "code")
        above = self.priorities.get(row.text("priority"))
        if above is None:
            raise Unreadable(f"there is no priority “{row.text('priority')}”")
        names = ("text", "how_we_will_know", "not_measured_because", "known_outcome")
        fields = {name: row.text(name) for name in names}
        fields["addressee"] = as_addressee(row.text("addressee"))
        code = row.text("code")
        if (found := self.commitments.get(code)) is None:
            self.commitments[code] = use_cases.add_commitment(
                priority=above, code=code, by=self.by, now=self.now, **fields
            )
            return True
        given = {name: value for name, value in fields.items() if value}
        moved = found.priority_id != above.pk
        if moved:
            use_cases.move_commitment(commitment=found, to=above, by=self.by, now=self.now)
        if all(getattr(found, name) == value for name, value in given.items()):
            return moved
        use_cases.change_commitment(commitment=found, by=self.by, now=self.now, **given)
        return True

    def _first_of_its_code(self, rows: list[Row], row: Row, column: str) -> None:
        first = next(each for each in rows if each.text(column) == row.text(column))
        if first is not row:
            raise Unreadable(f"the code “{row.text(column)}” was given before, at {first.place}")

    def _measure(self, row: Row) -> bool:
        self._needed(row, "code")
        fields = _definition(row)
        found = Measure.objects.filter(code=row.text("code")).first()
        if found is None:
            use_cases.define_measure(code=row.text("code"), by=self.by, now=self.now, **fields)  # type: ignore[arg-type]
            return True
        if others := [name for name in fields if name in row.values and getattr(found, name) != fields[name]]:
            named = ", ".join(name.replace("_", " ") for name in others)
            raise Unreadable(f"this measure is already defined with another {named}: revise it on its own page")
        return False

    def _lead(self, row: Row) -> bool:
        self._needed(row, "for", "of", "post")
        of, target = row.text("of").casefold(), row.text("for")
        led: dict[str, Any] = {"priority": self.priorities.get(target)}
        if led["priority"] is None:
            led = {"commitment": self.commitments.get(target)}
        if not any(led.values()):
            raise Unreadable(f"the plan has no “{target}”")
        post, made = self._post(row, of)
        if not made and Lead.objects.filter(post=post, of=of, **led).exists():
            return False
        use_cases.set_lead(post=post, of=of, by=self.by, now=self.now, **led)
        return True

    def _post(self, row: Row, of: str) -> tuple[Post, bool]:
        title, organisation = row.text("post"), row.text("organisation")
        posts = Post.objects.filter(title=title, organisation__kind=of).select_related("organisation")
        if organisation:
            posts = posts.filter(organisation__name=organisation)
        found = list(posts[:2])
        if len(found) > 1:
            raise Unreadable(f"several organisations have a post “{title}”: name the organisation")
        if found:
            return found[0], False
        if not duties.holds(self.by, "manage people") or not organisation:
            where = organisation or f"any organisation of kind “{of}”"
            raise Unreadable(f"there is no post “{title}” in {where}: ask your administrator to add it")
        return self._new_post(title, organisation, of, made_up=as_flag(row.values.get("made_up"))), True

    def _new_post(self, title: str, organisation: str, of: str, *, made_up: bool) -> Post:
        from frankpledge.office.people import use_cases as people

        home = Organisation.objects.filter(name=organisation).first()
        if home is None:
            home = people.add_organisation(name=organisation, kind=of, by=self.by, now=self.now)
        elif home.kind != of:
            raise Unreadable(f"{organisation} is not of kind “{of}”")
        return people.add_post(title=title, organisation=home, made_up=made_up, by=self.by, now=self.now)

    def _answer(self, row: Row) -> bool:
        self._needed(row, "commitment", "measure")
        code = row.text("measure").removeprefix("measure/")
        measure = Measure.objects.filter(code=code).first()
        if measure is None:
            raise Unreadable(f"there is no measure “{code}”")
        commitment = self._known_commitment(row)
        link = MeasureAnswers.objects.filter(commitment=commitment, measure=measure).first()
        how = row.text("how") or (link.how if link else "")
        if link and link.how == how:
            return False
        use_cases.link_measure(commitment=commitment, measure=measure, how=how, by=self.by, now=self.now)
        return True

    def _known_commitment(self, row: Row) -> Commitment:
        found = self.commitments.get(row.text("commitment"))
        if found is None:
            raise Unreadable(f"the plan has no commitment “{row.text('commitment')}”")
        return found

    def _basis(self, row: Row) -> bool:
        self._needed(row, "commitment", "kind")
        commitment, kind = self._known_commitment(row), row.text("kind").casefold()
        fields: dict[str, Any] = {
            "theme": self._theme(row) if kind == "theme" else None,
            "cited": "" if kind == "theme" else row.text("cited") or row.text("reference"),
            "note": row.text("note"),
            "made_up": as_flag(row.values.get("made_up")),
        }
        if Basis.objects.filter(commitment=commitment, kind=kind, **fields).exists():
            return False
        use_cases.set_basis(commitment=commitment, kind=kind, by=self.by, now=self.now, **fields)
        return True

    def _theme(self, row: Row) -> Theme:
        parts = row.text("theme").removeprefix("theme/").split("/")
        found = None
        if len(parts) == 2:
            found = Theme.objects.filter(question__consultation__code=parts[0], code=parts[1]).first()
        if found is None:
            raise Unreadable(f"there is no theme “{row.text('theme')}”: write theme/<consultation>/<theme>")
        return found

    def _order(self) -> None:
        """What the file holds stands in the file's order; what it does not hold stays behind it."""
        _put_in_order(self.priorities, [row.text("code") for row in self.file.priorities])
        for priority in self.priorities.values():
            below = {code: each for code, each in self.commitments.items() if each.priority_id == priority.pk}
            codes = [row.text("code") for row in self.file.commitments if row.text("code") in below]
            _put_in_order(below, codes)


def _put_in_order(things: dict[str, Any], codes: list[str]) -> None:
    rest = sorted((code for code in things if code not in codes), key=lambda code: things[code].order)
    for order, code in enumerate([*dict.fromkeys(codes), *rest], start=1):
        if code in things and things[code].order != order:
            things[code].order = order
            things[code].save(update_fields=["order"])


def _definition(row: Row) -> dict[str, Any]:
    fields: dict[str, Any] = {name: row.text(name) for name in FIELDS if name in row.values}
    for column, default in (
        ("kind", "count"),
        ("source", "typed"),
        ("frequency", "month"),
        ("good", "none"),
        ("target_kind", "none"),
    ):
        fields[column] = as_choice(column, row.values.get(column), default)
    fields["crime_types"] = as_list(row.values.get("crime_types"))
    fields["target_value"] = as_number(row.values.get("target_value"))
    fields["target_date"] = _as_day(row.values.get("target_date"))
    fields["made_up"] = as_flag(row.values.get("made_up"))
    if strange := set(row.values) - set(FIELDS) - {"code"}:
        raise Unreadable(f"“{sorted(strange)[0]}” is not known here")
    return fields


def _as_day(value: Any) -> date | None:
    return as_date(value, last=True)
