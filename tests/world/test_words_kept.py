"""Words that nobody cleared stand on no public page and in no public file; words kept apart, in no file at all."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from .walking import Page, kind_of, same_site

pytestmark = [pytest.mark.slow, pytest.mark.one_database]
ENOUGH = 25  # shorter answers ("More police") may stand in anybody's words
OFF_SITE = ("/sign-out/",)


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def squeezed(text: str) -> str:
    """Words alone: as they stand on a page, in a table or in a file."""
    return " ".join(re.findall(r"\w+", html.unescape(text).casefold()))


def text_in(path: str, media_type: str, content: bytes) -> str:
    if "pdf" in media_type:
        import pypdf

        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = [packed.read(name) for name in packed.namelist()]
        return "\n".join(text_in(path, "", part) for part in parts)
    return content.decode("utf-8", "replace")


def everything(client: Client, starts: list[str], most: int) -> Iterator[tuple[str, str]]:
    """What can be reached by links, up to `most` of each kind: its address and its words, pages and files alike."""
    waiting, known, of_kind = list(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        answer = client.get(path)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        media_type = answer.headers.get("Content-Type", "")
        if answer.status_code in (301, 302):
            content, media_type = f'<a href="{answer["Location"]}"></a>'.encode(), "text/html"
        elif answer.status_code != 200:
            continue
        words = text_in(path, media_type, content)
        yield path, words
        if not media_type.startswith("text/html"):
            continue
        for there in same_site(Page(path, 200, words)):
            if there not in known and not there.startswith(OFF_SITE) and not re.match(r".*[?&](page|sort|q)=", there):
                known.add(there)
                of_kind[kind_of(there)] += 1
                if of_kind[kind_of(there)] <= most:
                    waiting.append(there)


def uncleared() -> dict[str, str]:
    """What people wrote and nobody cleared: squeezed words → reference of the answer."""
    from frankpledge.office.consultation.models import Answer, ApprovedVerbatim

    cleared = squeezed(" ".join(ApprovedVerbatim.objects.filter(withdrawn_at=None).values_list("text", flat=True)))
    answers = Answer.objects.filter(response__sent_at__isnull=False).exclude(text="")
    found = {}
    for answer in answers.select_related("response__consultation", "question"):
        for text in (answer.text, answer.redacted):
            words = squeezed(text)
            if len(words) >= ENOUGH and words not in cleared:
                found[words] = answer.reference
    return found


def test_no_public_page_or_file_holds_words_that_nobody_cleared(story):
    secret = uncleared()
    assert len(secret) > 150
    seen = 0
    for path, words in everything(Client(), ["/", "/consultations/", "/search/?q=police", "/engagement/"], most=40):
        seen += 1
        page = squeezed(words)
        assert not [reference for text, reference in secret.items() if text in page], path
    assert seen > 150


@pytest.mark.parametrize("email", ["analyst@example.org", "lead.police@example.org", "member@example.org"])
def test_words_that_are_kept_apart_are_on_no_page_and_in_no_file_of_those_who_do_not_read_them(story, email):
    from frankpledge.office.consultation.models import Disclosure
    from frankpledge.office.people.models import Person

    apart = [squeezed(each.answer.text) for each in Disclosure.objects.filter(cleared_at=None).select_related("answer")]
    assert apart
    client = Client()
    client.force_login(Person.objects.get(email=email), backend=settings.AUTHENTICATION_BACKENDS[-1])
    for path, words in everything(client, ["/staff/", "/staff/consultations/"], most=6):
        page = squeezed(unquote(words))
        assert not [text for text in apart if text in page], path
