"""What the steps of an analysis found, written into the office's tables. Writing the same twice changes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from frankpledge.office.coding.models import GroupKind, MustRead, TextGroup, TextGroupMember
from frankpledge.office.consultation.models import Answer
from frankpledge.office.consultation.use_cases import keep_groups
from frankpledge.office.consultation.use_cases.disclosing import raise_alarm, tell_readers
from frankpledge.office.people.duties import Actor

from .steps import Work, received, sha_of

OUTLIER = "outlier"


def language(work: Work, _by: Actor, _now: datetime) -> None:
    codes = dict(work.json("language"))
    changed = [one for one in received(work.question) if one.language != codes.get(one.response.number, one.language)]
    for one in changed:
        one.language = codes[one.response.number]
    Answer.objects.bulk_update(changed, ["language"], batch_size=500)


@dataclass(frozen=True)
class Cleaned:
    """Answers cleaned anew, found before the transaction begins: cleaning thousands takes seconds."""

    answers: Sequence[Answer]


def cleaned_anew(work: Work) -> list[Answer]:
    """Answers whose identifiers were taken out by an older method, now without those that today's method finds."""
    from frankpledge.evidence.text.redact import METHOD_VERSION, redact

    old = [one for one in received(work.question) if one.redaction_method != METHOD_VERSION]
    for one in old:
        one.redacted, one.redaction_method = redact(one.text).text, METHOD_VERSION
    return old


def apart(work: Work, _by: Actor, now: datetime) -> None:
    """Alarms of answers that came in before the machine knew them, or by a way that did not ask it."""
    from frankpledge.evidence.text.alarms import METHOD_VERSION

    alarms = dict(work.json("apart"))
    new = [
        one
        for one in received(work.question)
        if one.response.number in alarms and getattr(one, "disclosure", None) is None
    ]
    raised = [
        one
        for one in new
        if raise_alarm(answer=one, alarm=alarms[one.response.number], found_by=f"machine:{METHOD_VERSION}", at=now)
    ]
    tell_readers(raised, now)


# ---- groups


def repeats(work: Work, _by: Actor, now: datetime) -> None:
    """Groups found again keep their names and what was decided of them; those not found any more say since when."""
    from frankpledge.evidence.text.campaigns import METHOD_VERSION

    by_number = {one.number: one for one in work.texts}
    for kind, groups in work.json("repeats").items():
        standing = _members_now(work, kind)
        found = {_keep_group(work, GroupKind(kind), one, by_number, standing, METHOD_VERSION, now) for one in groups}
        gone = TextGroup.objects.filter(question=work.question, kind=kind, gone_at=None).exclude(pk__in=found)
        gone.update(gone_at=now)


def _members_now(work: Work, kind: str) -> dict[int, int]:
    """Which group an answer is in, by the keys of both."""
    rows = TextGroupMember.objects.filter(group__question=work.question, group__kind=kind).order_by("group_id")
    return dict(rows.values_list("answer_id", "group_id"))


def _keep_group(
    work: Work,
    kind: GroupKind,
    found: dict[str, Any],
    by_number: dict[int, Any],
    standing: dict[int, int],
    method: str,
    now: datetime,
) -> int:
    keys = [by_number[number].key for number, _likeness, _spans in found["members"]]
    leader = by_number[found["leader"]]
    shared = Counter(standing[key] for key in keys if key in standing)
    group = TextGroup.objects.filter(pk=shared.most_common(1)[0][0]).first() if shared else None
    if group is None or 2 * shared[group.pk] < min(group.size, len(keys)):
        key = sha_of(f"{kind} {leader.text}")
        group = TextGroup.objects.filter(question=work.question, kind=kind, key=key).first()
        group = group or TextGroup(question=work.question, kind=kind, key=key, found_at=now)
    if group.leader_id not in keys:
        group.leader_id = leader.key
    group.size, group.distinct, group.method, group.gone_at = len(keys), found["distinct"], method, None
    group.save()
    _keep_members(group, found["members"], by_number)
    return group.pk


def _keep_members(group: TextGroup, members: Sequence[Any], by_number: dict[int, Any]) -> None:
    wanted = {
        by_number[number].key: (likeness, " […] ".join(by_number[number].text[start:end] for start, end in spans))
        for number, likeness, spans in members
    }
    before = {one.answer_id: one for one in group.members.all()}
    group.members.exclude(answer_id__in=list(wanted)).delete()
    changed = []
    for key, one in before.items():
        if key in wanted and (one.likeness, one.addition) != wanted[key]:
            one.likeness, one.addition = wanted[key]
            changed.append(one)
    TextGroupMember.objects.bulk_update(changed, ["likeness", "addition"], batch_size=500)
    TextGroupMember.objects.bulk_create(
        [
            TextGroupMember(group=group, answer_id=key, likeness=likeness, addition=addition)
            for key, (likeness, addition) in wanted.items()
            if key not in before
        ],
        batch_size=500,
    )


# ---- themes, and what a person must read


def themes(work: Work, by: Actor, now: datetime) -> None:
    from frankpledge.evidence.text.themes import METHOD_VERSION, SuggestedTheme, ThemeMember

    from .steps import encoder_version

    by_number = {one.number: one for one in work.texts}
    numbers = sorted({number for group in work.json("themes") for number, _how in group["members"]})
    place = {number: at for at, number in enumerate(numbers)}
    groups = [
        SuggestedTheme(
            name=group["name"],
            terms=tuple(group["terms"]),
            exemplars=tuple(place[number] for number in group["exemplars"]),
            members=tuple(ThemeMember(place[number], how) for number, how in group["members"]),
            distinct=group["distinct"],
            kind=group["kind"],
        )
        for group in work.json("themes")
    ]
    keep_groups(
        question=work.question,
        answers=[by_number[number].key for number in numbers],
        groups=groups,
        method=f"machine:{METHOD_VERSION} {encoder_version(work)}"[:120],
        kept=len(work.texts) - len(numbers),
        by=by,
        now=now,
    )


def outliers(work: Work, _by: Actor, now: datetime) -> None:
    """Answers unlike all others are to be read by a person; what groups are read whole is said on the desk."""
    by_number = {one.number: one.key for one in work.texts}
    wanted = {by_number[number]: likeness for number, likeness in work.json("outliers")}
    of_this = MustRead.objects.filter(answer__question=work.question)
    of_this.filter(because=OUTLIER).exclude(answer_id__in=list(wanted)).delete()
    there = set(of_this.values_list("answer_id", flat=True))
    MustRead.objects.bulk_create(
        [
            MustRead(answer_id=key, because=OUTLIER, likeness=likeness, since=now)
            for key, likeness in wanted.items()
            if key not in there
        ],
        batch_size=500,
    )
