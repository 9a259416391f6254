"""Deny by default: every address, every role, every kind of thing, against a table written by hand."""

from __future__ import annotations

import hashlib
import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, resolve
from django.utils import timezone

from .access_table import EVERYBODY, Line, lines

LINES = lines()
PEOPLE = {
    "P": "policy@example.org", "A": "analyst@example.org", "L": "lead.police@example.org",
    "O": "lead.fire@example.org", "C": "clerk@example.org", "M": "member@example.org", "S": "admin@example.org",
}  # fmt: skip
# What signing in and being refused may write: sessions, and the counts of failed sign-ins.
NOT_OURS = ("django_session", "axes_")


# ---- the table is whole


def names(resolver: Any = None, prefix: str = "") -> Iterator[str]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield prefix + str(entry.name)
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def test_every_address_of_the_office_is_in_the_table():
    assert sorted(set(names()) - {line.name for line in LINES}) == []


def test_every_address_in_the_table_is_one_of_the_office():
    assert sorted({line.name for line in LINES} - set(names())) == []


# ---- what the table speaks of


def _a_draft_consultation(cast: SimpleNamespace, now: datetime) -> str:
    from frankpledge.office.consultation import use_cases as consultations

    particulars = consultations.Particulars(
        title="Not yet public", about="A draft.", opens_on=now.date(), closes_on=now.date() + timedelta(days=30)
    )
    by = {"by": cast.P, "now": now}
    made = consultations.create_consultation(code="not-yet-public", particulars=particulars, **by)
    consultations.add_section(consultation=made, code="all", title="Everybody", hint="", **by)
    wording = consultations.Wording(code="one", kind="free_text", wording="A draft question?")
    consultations.add_question(consultation=made, wording=wording, **by)
    return made.code


def _a_draft_plan(cast: SimpleNamespace, now: datetime) -> str:
    from frankpledge.office.plan import use_cases as plans

    by = {"by": cast.P, "now": now}
    made = plans.create_plan(code="not-yet", title="Not yet published", starts=date(2026, 4, 1), ends=None, **by)
    priority = plans.add_priority(plan=made, code="D1", title="A draft priority", **by)
    plans.add_commitment(priority=priority, code="D1.1", text="A draft promise", addressee="police", **by)
    return made.code


def _exempt_minutes(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    from frankpledge.office.actions.models import Action
    from frankpledge.office.scrutiny import use_cases as scrutiny
    from frankpledge.office.scrutiny.models import AgendaItem

    item = AgendaItem.objects.get(exempt=True)
    by = {"by": cast.C, "now": now}
    scrutiny.record_point(item=item, point=scrutiny.Point("comment", "Kept from the public.", ""), **by)
    resolution = scrutiny.record_resolution(
        item=item, verb="requests", text="That the second reference be sought.", due=now.date() + timedelta(days=9),
        responding=cast.post, **by,
    )  # fmt: skip
    scrutiny.record_challenge(
        item=item, raised_by="A member", text="Why was the first reference not enough?", due=now.date(),
        addressed_to=cast.post, about="", delivery_report=None, **by,
    )  # fmt: skip
    action = Action.objects.get(origin=resolution.reference)
    return {"private_action": action.slug, "exempt_item": item.pk, "exempt_paper": item.papers.get().pk}


def _a_planned_meeting(cast: SimpleNamespace, now: datetime) -> str:
    from frankpledge.office.scrutiny import use_cases as scrutiny

    by = {"by": cast.C, "now": now}
    meeting = scrutiny.plan_meeting(body="scrutiny", date=now.date() + timedelta(days=40), **by)
    scrutiny.add_item(meeting=meeting, title="An item of an agenda that is not out yet", **by)
    return meeting.date.isoformat()


def _a_draft_report(cast: SimpleNamespace, now: datetime) -> str:
    from frankpledge.office.scrutiny import use_cases as scrutiny
    from frankpledge.office.scrutiny.models import AgendaItem, Meeting

    meeting = Meeting.objects.get(date=date(2025, 6, 12))
    return scrutiny.draft_report(
        meeting=meeting, item=AgendaItem.objects.get(meeting=meeting, number=2), code="not-yet-built",
        title="A report in the making", plan=cast.plan, as_at="2025-04", period="2025-04", by=cast.P, now=now,
    ).code  # fmt: skip


def _update_requests(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    from frankpledge.office.delivery import use_cases as delivery
    from frankpledge.office.delivery.models import UpdateRequest

    delivery.ask_for_updates(plan=cast.plan, period="2025-05", due=now.date() + timedelta(days=20), by=cast.P, now=now)
    asked = UpdateRequest.objects.filter(period="2025-05")
    police, fire = asked.get(commitment__code="P2.2"), asked.get(commitment__code="P1.4")
    draft = delivery.save_draft(
        request=asked.get(commitment__code="P2.3"), text="Only a draft.", confidence="on_course", confidence_reason="",
        by=cast.L, now=now,
    )  # fmt: skip
    old = asked.get(commitment__code="P2.4")
    expired = delivery.send_personal_link(request=old, by=cast.P, now=now - timedelta(days=90))
    link = delivery.send_personal_link(request=asked.get(commitment__code="P2.1"), by=cast.P, now=now)
    return {
        "police_request": police.pk, "fire_request": fire.pk, "draft_update": draft.reference,
        "link": link.split("/")[2], "link_expired": expired.split("/")[2],
    }  # fmt: skip


def _actions(cast: SimpleNamespace, now: datetime) -> dict[str, str]:
    from frankpledge.office.actions import use_cases as actions

    more = {"origin": "commitment/northamptonshire-2021/P2.2", "due": now.date() + timedelta(days=9), "now": now}
    mine = actions.open_action(text="An action of the police", owner=cast.post, by=cast.P, **more)
    claimed = actions.open_action(text="One said to be done", owner=cast.post, by=cast.P, **more)
    actions.claim_done(action=claimed, proof="See the log of Monday.", by=cast.L, now=now)
    return {"police_action": mine.slug, "claimed_action": claimed.slug, "action": "camera-upkeep-contract"}


def _frozen(cast: SimpleNamespace, now: datetime) -> dict[str, str]:
    from frankpledge.office.publications import use_cases as publications

    private = publications.freeze(
        subject="report/kept-back", kind="report", title="Kept back", content={"words": "secret"}, public=False,
        renditions={"kept-back.txt": ("text/plain", b"secret")}, by=cast.P, now=now,
    )  # fmt: skip
    return {
        "frozen": "report/june-2025/v1", "frozen_file": "report/june-2025/v1/june-2025.html",
        "private_frozen": private.reference, "private_frozen_file": f"{private.reference}/kept-back.txt",
    }  # fmt: skip


def _coding(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    from frankpledge.office.coding import use_cases as coding
    from frankpledge.office.coding.models import TextGroup
    from frankpledge.office.consultation import queries as consultations
    from frankpledge.office.consultation import use_cases as consulting
    from frankpledge.office.consultation.models import Theme, ThemeChange

    question = consultations.question(consultations.consultation("plan-2021"), "matters")
    drugs = Theme.objects.get(question=question, code="drugs")
    by = {"by": cast.A, "now": now}
    described = {"name": drugs.name, "definition": drugs.definition, "includes": "Needles"}
    consulting.describe_theme(theme=drugs, **described, **by)
    coding.draw_round(question=question, size=10, coders=[cast.A, cast.P], seed=1, **by)
    leader = coding.next_place(question=question, **by)
    group = TextGroup.objects.create(
        question=question, kind="campaign", key="invented", leader=leader.answer, size=1, distinct=1,
        method="invented", found_at=now,
    )  # fmt: skip
    group.members.create(answer=leader.answer, likeness=1.0)
    apart, settled = (consultations.answer("plan-2021", number, "matters") for number in (2, 3))
    consulting.keep_apart(answer=apart, alarm="danger", **by)
    read = consulting.keep_apart(answer=settled, alarm="crime", **by)
    consulting.settle_disclosure(disclosure=read, outcome="Read.", stays_apart=True, by=cast.P, now=now)
    return {
        "run_number": coding.begin_analysis(question=question, **by).number,
        "step": ThemeChange.objects.filter(theme=drugs).latest("id").pk,
        "place": leader.pk, "campaign": group.pk, "apart": 2, "settled": 3,
        "batch": coding.code_common_words(group=group, themes=[drugs], **by).pk,
    }  # fmt: skip


def _people(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    from frankpledge.office.people import links, rules
    from frankpledge.office.people import use_cases as people
    from frankpledge.office.people.models import Person, Post, PostHolding

    newcomer, invited = people.invite_newcomer(email="new@example.org", name="Nia Example", by=cast.S, now=now)
    gone = people.add_person(email="gone@example.org", name="Glen Example", roles=["lead"], by=cast.S, now=now)
    people.deactivate(person=gone, by=cast.S, now=now)
    token = links.token_for(rules.RESET, cast.A, now)
    join = invited.link.partition("/join/")[2].strip("/")
    return {
        "person": Person.objects.get(email="lead.office@example.org").pk, "newcomer": newcomer.pk, "gone": gone.pk,
        "post": cast.post.pk, "vacant_post": Post.objects.get(title="Area Manager, Service Improvement").pk,
        "holding": PostHolding.objects.filter(end=None).first().pk, "join": join, "join_wrong": join[:-3] + "abc",
        "reset": f"{cast.A.pk}/{token}", "reset_wrong": f"{cast.S.pk}/{token}",
    }  # fmt: skip


def _imports(cast: SimpleNamespace, now: datetime, folder: Any) -> dict[str, Any]:
    from frankpledge.office.performance import importers as figures
    from frankpledge.office.recorded_crime.importers import import_crimes

    head = (
        "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,"
        "Last outcome category,Context\n"
    )
    row = ",2024-05,Kent Police,Kent Police,0.5,51.2,On or near High Street,E01016016,Somewhere 001A,Burglary,,\n"
    path = folder / "2024-05-kent-street.csv"
    path.write_text(head + row + row.replace("51.2", "5.2"), "utf-8")
    first = import_crimes([path], by=cast.A, now=now)
    path.write_text(head + row * 2, "utf-8")
    import_crimes([path], by=cast.A, now=now)
    run = figures.import_uploads([_upload()], by=cast.A, now=now)
    return {
        "run": first.run, "superseded": first.release.removeprefix("release/"), "figures_run": run.pk,
        "release": "release/police-uk-street-crime-407d00ba5108",
    }  # fmt: skip


def _upload() -> Any:
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile("f.csv", b"measure,period,value,source\npcsos,2017,99,Invented return\n")


def _received(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    """A letter with a file, considered; a survey tool's file that waits, and one of which a row was turned away."""
    from frankpledge.office.consultation import queries, use_cases
    from frankpledge.office.consultation.importers.running import bring_upload_in
    from frankpledge.office.engagement import use_cases as engagement

    found, by = queries.consultation("feeling-safe"), {"by": cast.P, "now": now}
    item = use_cases.Item(channel="letter", section=found.sections.first(), received_on=now.date())
    received = use_cases.receive(consultation=found, item=item, files=[("letter.txt", [b"Street lights"])], **by)
    considered = use_cases.consider(response=received, note="Asks for street lights.", **by)
    mapping = "section: residents\nquestions: {why: Why}"
    uploads, rows = [], b"Why\nLights\nLights,more\n"
    for name in ("a.csv", "b.csv"):
        upload = use_cases.keep_upload(consultation=found, name=name, chunks=[rows], **by)
        uploads.append(use_cases.set_mapping(upload=upload, mapping=mapping, by=cast.P))
    done = bring_upload_in(upload=uploads[0], by=cast.P, now=now)
    stall = engagement.Particulars(title="Market stall", starts_on=now.date(), route="stall")
    hidden = engagement.Particulars(title="For staff alone", starts_on=now.date(), route="visit", public=False)
    events = [engagement.add_event(particulars=one, today=now.date(), **by) for one in (stall, hidden)]
    return {
        "received": received.number, "attachment": received.attachments.get().pk, "considered": considered.pk,
        "upload": uploads[1].pk, "rejects": done.summary["rejects_file"].rpartition("-")[2].removesuffix(".csv"),
        "event": events[0].code, "private_event": events[1].code,
    }  # fmt: skip


def _an_answer_in_progress() -> str:
    from frankpledge.office.consultation import keys, use_cases
    from frankpledge.office.consultation.models import Consultation

    found = Consultation.objects.get(code="feeling-safe")
    return keys.signed(found, use_cases.start_response(consultation=found, now=timezone.now()).key)


def _followed(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    """A finding, decisions that are public and one that is not, a report, work with an analyst and an assistant."""
    from frankpledge.office.consultation import queries as consultations
    from frankpledge.office.findings import queries
    from frankpledge.office.findings.report import content
    from frankpledge.office.findings.rules import Query
    from frankpledge.office.findings.use_cases import analyst, assistance, findings, follows
    from frankpledge.office.plan import use_cases as plans
    from frankpledge.office.publications import use_cases as publications

    found, by = consultations.consultation("plan-2021"), {"by": cast.P, "now": now}
    said = findings.Said("{n} of {denominator} named {themes}.", Query("matters", themes=("drugs",)))
    finding = findings.add_finding(consultation=found, said=said, **by)
    draft = plans.freeze_draft(plan=cast.plan, why="Asked again.", **by)
    line = cast.plan.priorities.first().commitments.first()
    plans.change_commitment(commitment=line, text=f"{line.text}, and tell residents", **by)
    final = plans.publish_plan(plan=cast.plan, why="What people said.", **by)
    follows.set_reporting(consultation=found, draft=draft.reference, final=final.reference, **by)
    no = follows.Decision("not_adopted", "Not ours to do.", decided_by="The office", decided_on=now.date())
    follows.decide(theme=consultations.theme("plan-2021", "drugs"), decision=no, why="Anew.", **by)
    follows.publish_you_said(consultation=found, why="Decided anew.", **by)
    follows.decide(theme=consultations.theme("plan-2021", "homes"), decision=no, why="Anew.", **by)
    gathered = content.gather(found)
    publications.freeze(
        subject=gathered["reference"], kind=queries.REPORT_KIND, title=gathered["title"], content=gathered,
        why="Without its files.", **by,
    )  # fmt: skip
    question = consultations.question(found, "matters")
    given = analyst.give_out(consultation=found, questions=[question], analyst="Fen", purpose="A reading.", **by)
    identifier = given.export.keys.first().identifier
    codes = analyst.take_in_codes(
        export=given.export, data=f"id,question,theme\n{identifier},matters,drugs\n".encode(), file_name="codes.csv",
        analyst="Fen", **by,
    )  # fmt: skip
    assistance.set_up(
        on=True, base_url="http://localhost:9/v1", model="none", temperature=0, timeout_s=1, by=cast.S, now=now
    )
    run = assistance.begin(question=question, kind="propose", **by)
    return {
        "finding": finding.code, "changed_line": line.reference, "given": given.export.code, "codes": codes.pk,
        "assistant_run": run.pk,
    }  # fmt: skip


def _directory(cast: SimpleNamespace) -> dict[str, Any]:
    """A postcode directory that an analyst has sent, and that nobody has taken in yet."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from frankpledge.office.places.importers import postcode_uploads

    file = SimpleUploadedFile("postcodes.csv", b"postcode,district\nNN1 1ED,E06000062\n")
    return {"directory": postcode_uploads.keep(file, by=cast.A)}


EXTRACT = b"Date,X,Y,Code\n05/01/2024 22:00,475000,260000,28E\n06/01/2024,475100,260100,28E\n07/01/2024,far,2,28E\n"


def _extracts(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    """A file of the force's own that is held, and one that waits for its columns."""
    from frankpledge.office.extracts import use_cases

    by = {"by": cast.A, "now": now}
    columns = {"start": "Date", "easting": "X", "northing": "Y", "offence_code": "Code"}
    mapping = use_cases.save_mapping(name="Kept back mapping", settings={"columns": columns}, **by)
    made = []
    for name, content in (("kept-back-extract.csv", EXTRACT), ("another-kept-back-extract.csv", EXTRACT[:-1])):
        day = now.date() + timedelta(days=30)
        sent = use_cases.send(file_name=name, chunks=[content], purpose="Kept back purpose", keep_until=day, **by)
        made.append(use_cases.choose_mapping(extract=sent, mapping=mapping, **by))
    use_cases.take_in(extract=made[0], **by)
    made[0].refresh_from_db()
    if made[0].state == "queued":
        use_cases.read_now(extract=made[0], **by)
    return {"extract": made[0].pk, "extract_sent": made[1].pk}


def _cameras(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    """A network whose places are not for the public, a site out of order; a study shown, and one that is not."""
    from frankpledge.office.cameras import testing, use_cases

    by = {"by": cast.A, "now": now}
    network = testing.a_network(name="Unseen eyes", kind="anpr", shown="districts")
    site = testing.a_site(network, "kept-back", name="Kept back gantry")
    outage = use_cases.note_outage(site=site, start=now - timedelta(days=1), end=None, cause="fault", **by)
    hidden, shown = testing.a_study(title="Kept back study"), testing.a_study(title="A study for all")
    use_cases.publish_study(study=shown, **by)
    return {
        "network": network.code, "site": site.code, "outage": outage.pk, "study": hidden.code,
        "study_shown": shown.code,
    }  # fmt: skip


def _analyses(cast: SimpleNamespace, now: datetime, extract: int) -> dict[str, Any]:
    """An analysis for all, one for staff, one of an extract; a tile of the map."""
    from frankpledge.office.analysis import use_cases
    from frankpledge.office.maps import outlines, queries

    asked = {"source": "counts", "area": "E23000022", "type": "Burglary", "from": "2023-05", "to": "2025-04"}
    compared = {**asked, "from": "2024-05", "from2": "2023-05", "to2": "2024-04"}
    points = {"extract": str(extract), "space": "0, 500, 5000", "time": "0, 30, 300"}
    made = []
    for title, method, choices in (
        ("For all to see", "two-counts", compared),
        ("Kept back analysis", "two-counts", compared),
        ("Kept back points", "hours", points),
    ):
        one = use_cases.ask(method=method, choices=choices, title=title, by=cast.A, now=now, queued=False)
        made.append(use_cases.carry_out(analysis=one, by=cast.A, clock=lambda: now))
    shown, own, secret = made
    use_cases.clear(analysis=shown, why="Published counts", by=cast.P, now=now)
    attached = use_cases.attach(analysis=own, to="measure/burglary", note="", by=cast.A, now=now)
    area = queries.office_area()
    version, z = outlines.version(outlines.drawn("ltla24", area)), 7
    return {
        "shown_analysis": shown.code, "own_analysis": own.code, "secret_analysis": secret.code, "attached": attached.pk,
        "tile": f"ltla24/{version}/{z}/63/42", "asked": urlencode({
            "source": "counts", "level": "lsoa21", "within": area, "type": "Burglary", "measure": "count",
            "first": "2024-05", "last": "2025-04",
        }),
    }  # fmt: skip


def _problems(cast: SimpleNamespace, now: datetime) -> dict[str, Any]:
    """A problem file at work, and one that was assessed and cleared for the public."""
    from frankpledge.office.people.models import Organisation
    from frankpledge.office.problem_solving import use_cases as problems
    from frankpledge.office.problem_solving.queries.public import texts_to_clear

    by = {"by": cast.P, "now": now}
    known = problems.add_known(code="lights-at-night", title="Lights", kind="study", source="A journal", **by)
    body = Organisation.objects.get(kind="fire")
    plan = problems.Plan(
        question="Fewer?", method="two_counts", source="crime_counts", crime_types=["Burglary"],
        before=("2023-05", "2024-04"), after=("2024-05", "2025-04"), sites={"treated": ["E01027153"]},
    )  # fmt: skip
    files = []
    for code in ("a-file-at-work", "a-file-for-all"):
        made = problems.open_problem(code=code, title="Noise", statement="Noise every night.", **by)
        response = problems.add_response(problem=made, name="Lights", what="Lights are lit.", **by)
        design = problems.design_evaluation(problem=made, plan=plan, responses=[response], **by)
        files.append((made, response, design))
    (work, response, _design), (shown, _response, assessed) = files
    problems.assess(design=assessed, **by)
    problems.publish_problem(problem=shown, texts=texts_to_clear(shown), read_by_a_person=True, **by)
    problems.stop_problem(problem=shown, why="To be taken up again.", **by)
    problems.add_response(problem=work, name="Talks", what="Talks are held.", **by)
    hypothesis = problems.add_hypothesis(problem=work, text="It is dark.", **by)
    given = {"direction": "for", "text": "So it is.", "source": "A walk"}
    return {
        "own_problem": work.code, "shown_problem": shown.code, "known_work": known.code,
        "problem_link": problems.link(problem=work, reference="measure/burglary", **by).pk, "partner_body": body.pk,
        "problem_partner": problems.add_partner(problem=work, organisation=body, role="data", **by).pk,
        "problem_evidence": problems.add_evidence(hypothesis=hypothesis, **given, **by).pk,
        "problem_citation": problems.cite(response=response, kind="known", key=known.code, **by).pk,
        "problem_cost": problems.add_cost(response=response, kind="money", amount=Decimal(10), **by).pk,
        "cheers": urlencode({"harmful_holds": "yes", "harmful_note": "It is."}),
        "problem_texts": urlencode({**texts_to_clear(work), "read_by_a_person": "on"}),
        "problem_design": urlencode({
            "question": "Fewer?", "responses": response.pk, "method": "two_counts", "source": "crime_counts",
            "before_from": "2023-05", "before_to": "2024-04", "after_from": "2024-05", "after_to": "2025-04",
            "treated": "E01027153",
        }),
    }  # fmt: skip


@pytest.fixture(scope="module")
def objects(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[dict[str, Any]]:
    """Things of every kind, arranged by use cases on the told story, and gone when the module is done."""
    from frankpledge.office.consultation.models import Theme
    from frankpledge.office.people.models import Person, Post
    from frankpledge.office.plan.models import Basis, Lead, Plan
    from frankpledge.office.scrutiny.models import AgendaItem, Challenge, MinutePoint

    with django_db_blocker.unblock(), transaction.atomic():
        now = timezone.now()
        cast = SimpleNamespace(**{key: Person.objects.get(email=email) for key, email in PEOPLE.items()})
        cast.plan = Plan.objects.get(code="northamptonshire-2021")
        cast.post = Post.objects.get(title="Superintendent, Response")
        item = AgendaItem.objects.get(meeting__date=date(2025, 6, 12), number=5)
        made: dict[str, Any] = {
            "draft": _a_draft_consultation(cast, now), "draft_plan": _a_draft_plan(cast, now),
            "planned": _a_planned_meeting(cast, now), "draft_report": _a_draft_report(cast, now),
            "plan": cast.plan.code, "item": item.pk, "point": MinutePoint.objects.get(item=item, number=3).pk,
            "challenge": Challenge.objects.get(item=item, number=3).pk,
            "lead": Lead.objects.filter(priority__plan=cast.plan).first().pk,
            "basis": Basis.objects.filter(commitment__priority__plan=cast.plan).first().pk,
            "suggested": Theme.objects.filter(state="suggested").first().code, "key": _an_answer_in_progress(),
            "method": "xmr", "sessions": {key: _session(getattr(cast, key)) for key in PEOPLE},
        }  # fmt: skip
        made |= _exempt_minutes(cast, now) | _update_requests(cast, now) | _actions(cast, now) | _frozen(cast, now)
        made |= _received(cast, now)
        made |= _directory(cast) | _extracts(cast, now) | _cameras(cast, now)
        made |= _problems(cast, now) | _analyses(cast, now, made["extract"])
        made |= _coding(cast, now)
        made |= _followed(cast, now)
        made |= _people(cast, now) | _imports(cast, now, tmp_path_factory.mktemp("import"))
        yield made
        transaction.set_rollback(True)


def _session(person: Any) -> str:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def browser(objects: dict[str, Any], who: str) -> Client:
    """A browser of one of them, with no other past."""
    client = Client()
    if who != "N":
        client.cookies[settings.SESSION_COOKIE_NAME] = objects["sessions"][who]
    return client


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is done inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# ---- everybody, everywhere


def ask(objects: dict[str, Any], line: Line, who: str, method: str) -> Any:
    client, path = browser(objects, who), line.path.format(**objects)
    if method == "get":
        return client.get(path)
    return client.post(path, dict(parse_qsl(line.sent.format(**objects))))


def led_to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"].startswith("/sign-in/")


def is_as_promised(line: Line, who: str, method: str, response: Any) -> bool:
    code = response.status_code
    if not line.has(method):
        return code in (403, 404, 405) or led_to_sign_in(response)
    if line.may(who, method):
        return code not in (403, 404, 405, 410) and code < 500 and not led_to_sign_in(response)
    if line.hidden(method) and code in (404, 410):
        return True
    if line.hidden(method) and not line.path.startswith("/staff/"):
        return False
    return led_to_sign_in(response) if who == "N" else code == 403


@pytest.mark.parametrize("line", LINES, ids=str)
def test_the_table_holds_for(line, objects):
    assert resolve(line.path.format(**objects).partition("?")[0]).view_name == line.name
    found = []
    for method in ("get", "post"):
        for who in EVERYBODY:
            with undone():
                response = ask(objects, line, who, method)
            if not is_as_promised(line, who, method, response):
                found.append(f"{method} by {who}: {response.status_code} {response.headers.get('Location', '')}")
            found += [f"{method} by {who}: {fault}" for fault in caching_faults(line, who, response)]
    assert not found, f"{line}: " + "; ".join(found)


def caching_faults(line: Line, who: str, response: Any) -> list[str]:
    """What is not open to everybody is in no cache; neither is what anybody sees who is signed in."""
    is_open = line.get == "*" or (line.get == "-" and line.post == "*")
    by_link = line.name in ("people:join", "people:new_password", "delivery:write_update_by_link")
    if response.status_code == 405 or (is_open and not by_link and who == "N"):
        return []
    kept = response.headers.get("Cache-Control", "")
    return [] if "no-store" in kept else [f"may be cached ({kept or 'nothing said'})"]


# ---- a refusal leaves no trace


class Writes:
    """Notes every statement that writes a row of the product."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        words = sql.split(None, 3)
        if words[0].upper() in ("INSERT", "UPDATE", "DELETE") and not any(table in sql for table in NOT_OURS):
            self.seen.append(sql[:120])
        return execute(sql, params, many, context)


def checksums() -> dict[str, tuple[int, str]]:
    """Rows and a checksum of everything in them, for every table of the office."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        if table.startswith(NOT_OURS):
            continue
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = sorted(repr(row) for row in cursor.fetchall())
        found[table] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def test_no_refused_post_changes_a_row(objects):
    before, written = checksums(), []
    for line in LINES:
        for who in EVERYBODY:
            if line.may(who, "post"):
                continue
            writes = Writes()
            with connection.execute_wrapper(writes):
                ask(objects, line, who, "post")
            written += [f"{line} by {who}: {sql}" for sql in writes.seen]
    assert written == []
    assert checksums() == before


# ---- what is kept back is kept back on every page that could show it

KEPT_BACK = [
    ("Why was the first reference not enough?", "CMP"),
    ("That the second reference be sought", "CMP"),
    ("Kept from the public.", "CMP"),
    ("Appointment to a senior post", "CMP"),
    ("Made up: a note that only some may read.", "CMP"),
    ("An item of an agenda that is not out yet", "PALOCMS"),
    ("A draft promise", ""),
    ("A draft question", ""),
    ("Only a draft.", ""),
    ("kept-back-extract", ""),
    ("Kept back purpose", ""),
    ("Kept back mapping", ""),
    ("Kept back gantry", ""),
    ("Kept back study", ""),
]
PUBLIC_PAGES = [
    "/", "/plan/", "/plans/", "/meetings/", "/meeting/scrutiny/2025-06-12/", "/item/scrutiny/2025-06-12/5/",
    "/item/scrutiny/2025-06-12/6/", "/meeting/scrutiny/{planned}/", "/actions/", "/actions/actions.csv",
    "/consultations/",
    "/search/?q=reference", "/search/?q=appointment", "/search/?q=draft", "/search/?q=agenda", "/search/?q=kept",
    "/search/?q=extract", "/data/", "/maps/", "/measures/", "/cameras/", "/camera-network/{network}/",
    "/siting-study/{study_shown}/", "/search/?q=study", "/search/?q=gantry",
    "/data/outcomes/", "/data/outcomes/outcomes.csv", "/data/stop-and-search/", "/data/stop-and-search/searches.csv",
    "/commitment/{plan}/P2.2/", "/thread/meeting/scrutiny/2025-06-12/", "/thread/commitment/{plan}/P2.2/",
    "/thread/commitment/{plan}/P2.3/", "/how/meeting/scrutiny/2025-06-12/", "/publication/report/june-2025/v1/",
]  # fmt: skip


@pytest.fixture(scope="module")
def seen(objects: dict[str, Any]) -> dict[tuple[str, str], str]:
    """Every page that could show something, as each of them sees it."""
    return {(who, path): page_as(objects, who, path) for path in PUBLIC_PAGES for who in EVERYBODY}


@pytest.mark.parametrize(("words", "may"), KEPT_BACK)
def test_what_is_kept_back_shows_on_no_page_to_those_who_may_not_read_it(words, may, seen):
    shown = [f"{path} to {who}" for (who, path), page in seen.items() if who not in may and words in page]
    assert shown == []


def page_as(objects: dict[str, Any], who: str, path: str) -> str:
    answer = browser(objects, who).get(path.format(**objects), follow=True)
    return answer.content.decode("utf-8", "ignore")


def test_those_who_may_read_exempt_papers_find_them(objects):
    for who in "CMP":
        page = page_as(objects, who, "/item/scrutiny/2025-06-12/6/")
        assert "Made up: a note that only some may read." in page, who


def test_answers_behind_a_theme_are_shown_to_staff_and_never_whole_to_the_public(objects):
    from frankpledge.office.consultation.models import Answer, ApprovedVerbatim

    approved = set(ApprovedVerbatim.objects.values_list("answer_id", flat=True))
    hidden = [a.redacted for a in Answer.objects.exclude(pk__in=approved)[:400] if len(a.redacted) > 40]
    pages = ["/consultation/plan-2021/results/", "/theme/plan-2021/roads-and-traffic/", "/search/?q=traffic"]
    for path in pages:
        page = page_as(objects, "N", path)
        assert not [words for words in hidden if words in page]
    asked = f"/staff/consultations/plan-2021/responses/?{urlencode({'q': hidden[0]})}"
    assert hidden[0] in html.unescape(page_as(objects, "P", asked))


def test_a_deactivated_person_is_nobody(objects):
    from frankpledge.office.people import use_cases as people
    from frankpledge.office.people.models import Person

    with undone():
        analyst = Person.objects.get(email=PEOPLE["A"])
        client = browser(objects, "A")
        assert client.get("/staff/measures/").status_code == 200
        admin = Person.objects.get(email=PEOPLE["S"])
        people.deactivate(person=analyst, by=admin, now=timezone.now(), leave_vacant=True)
        assert led_to_sign_in(client.get("/staff/measures/"))
        assert led_to_sign_in(client.post("/staff/measures/observe/"))
