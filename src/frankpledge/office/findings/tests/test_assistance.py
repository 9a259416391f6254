"""Help by a language model: off by default, only redacted words leave, and nothing codes before it was measured."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from frankpledge.office.consultation.models import Answer, Coding, Disclosure, Theme
from frankpledge.office.errors import BadInput, NotAllowed
from frankpledge.office.findings import queries, rules
from frankpledge.office.findings.assistance import AssistantTrouble, Mapped, OpenAiCompatible, prompts
from frankpledge.office.findings.assistance.address import BadAddress, checked, require_reachable
from frankpledge.office.findings.assistance.interface import FrameEntry
from frankpledge.office.findings.models import Assistance, AssistantRun
from frankpledge.office.findings.use_cases import assistance as use_cases
from frankpledge.office.people.testing import a_person
from frankpledge.office.record.models import AuditEntry

from .conftest import AFTER

KEY = "sk-very-secret-0123456789"
FRAME = [FrameEntry("lights", "Lighting", "Lamps."), FrameEntry("speed", "Speeding", "Cars.")]


class StandIn(BaseHTTPRequestHandler):
    """A small server that speaks the protocol. `server.say` decides what it says to the messages it gets."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.heard.append({"path": self.path, "key": self.headers.get("Authorization", ""), **body})
        status, content = self.server.say(body)
        data = content if isinstance(content, bytes) else json.dumps(
            {"choices": [{"message": {"role": "assistant", "content": content}}]}
        ).encode()  # fmt: skip
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        try:
            self.wfile.write(data)
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_args) -> None:
        return


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    found = ThreadingHTTPServer(("127.0.0.1", 0), StandIn)
    found.heard, found.say = [], lambda _body: (200, "{}")
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield found
    found.shutdown()
    found.server_close()
    thread.join()


def address(server) -> str:
    return f"http://127.0.0.1:{server.server_address[1]}/v1"


def model(server, **more) -> OpenAiCompatible:
    return OpenAiCompatible(base_url=address(server), model="small-1", key=KEY, **({"timeout_s": 5} | more))


def marks_in(body) -> list[str]:
    text = body["messages"][-1]["content"].partition("Answers by their marks")[2]
    return list(json.loads(text.partition(":\n")[2].partition("\n\nFor every")[0]))


def by_words(body):
    """The stand-in "reads": lamps and lights are lighting, all else speeding."""
    text = body["messages"][-1]["content"].partition("Answers by their marks")[2]
    said = json.loads(text.partition(":\n")[2].partition("\n\nFor every")[0])
    found = {mark: ["street-lighting" if "ight" in words else "speeding"] for mark, words in said.items()}
    return 200, json.dumps({"answers": found})


# ---- the protocol


def test_it_is_asked_by_the_protocol_with_its_key_in_the_header_only(server):
    server.say = lambda _body: (200, json.dumps({"themes": [{"name": "Lamps", "definition": "Dark paths."}]}))
    assert [one.name for one in model(server).propose("What matters?", ["Mend the lamps"])] == ["Lamps"]
    heard = server.heard[0]
    assert heard["path"] == "/v1/chat/completions"
    assert heard["key"] == f"Bearer {KEY}"
    assert heard["temperature"] == 0.0
    assert KEY not in json.dumps(heard["messages"])


def test_answers_are_mapped_by_marks_that_mean_nothing(server):
    server.say = lambda _body: (200, '```json\n{"answers": {"a1": ["lights"], "a2": []}}\n```')
    said = model(server).map("What matters?", {"a1": "Lamps", "a2": "Nothing"}, FRAME)
    assert said == Mapped({"a1": ["lights"], "a2": []}, [])


def test_missing_and_foreign_marks_and_unknown_themes_are_problems_and_no_codings(server):
    answer = {"answers": {"a1": ["lights", "dragons"], "a9": ["speed"], "a3": "speed"}}
    server.say = lambda _body: (200, json.dumps(answer))
    said = model(server).map("What matters?", {"a1": "x", "a2": "y", "a3": "z"}, FRAME)
    assert said.themes == {"a1": ["lights"]}
    assert len(said.problems) == 4


@pytest.mark.parametrize(
    ("status", "content"),
    [(500, "{}"), (429, "{}"), (401, "{}"), (302, "{}"), (200, b"<html>"), (200, b'{"choices": []}'),
     (200, "not json"), (200, "[1, 2]"), (200, '{"answers": []}'), (200, b'{"choices":[{"message":{"content":7}}]}'),
     (200, b"x" * 2_000_001)],
)  # fmt: skip
def test_errors_and_malformed_answers_are_trouble_said_in_words_without_the_key(server, status, content):
    server.say = lambda _body: (status, content)
    with pytest.raises(AssistantTrouble) as raised:
        model(server).map("What matters?", {"a1": "x"}, FRAME)
    assert KEY not in str(raised.value)


def test_a_redirect_is_not_followed(server):
    server.say = lambda _body: (307, "{}")
    with pytest.raises(AssistantTrouble, match="307"):
        model(server).greet()
    assert len(server.heard) == 1


def test_a_server_that_is_too_slow_is_given_up(server):
    def slowly(_body):
        time.sleep(1.5)
        return 200, "{}"

    server.say = slowly
    with pytest.raises(AssistantTrouble, match="did not answer in"):
        model(server, timeout_s=0.2).greet()


def test_a_server_that_is_not_there_is_trouble():
    with pytest.raises(AssistantTrouble, match="reached"):
        OpenAiCompatible(base_url="http://127.0.0.1:9/v1", model="x", timeout_s=2).greet()


@pytest.mark.parametrize(
    "url",
    ["http://example.org/v1", "ftp://example.org", "https://user:key@example.org/v1", "https://example.org/v1?key=1",
     "file:///etc/passwd", "example.org", "https://", "http://localhost.example.org/v1", "https://example.org:99999/"],
)  # fmt: skip
def test_an_address_that_is_not_https_or_holds_a_key_is_refused(url):
    with pytest.raises(BadAddress):
        checked(url)


INSIDE = ("169.254.169.254", "[fe80::1]", "0.0.0.0", "224.0.0.1", "127.0.0.2", "[::ffff:169.254.169.254]")


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_a_cloud_or_of_this_machine_by_another_name_is_refused(host):
    with pytest.raises(BadAddress):
        require_reachable(f"https://{host}/v1")


@hypothesis_given(st.text(max_size=300))
def test_no_answer_of_a_model_breaks_the_reading(text):
    try:
        said = prompts.read_mapping(text, ["a1", "a2"], ["lights"])
    except ValueError:
        return
    assert set(said.themes) <= {"a1", "a2"}


# ---- in the office


@pytest.fixture
def on(coded, server, monkeypatch):
    monkeypatch.setenv("FRANKPLEDGE_ASSISTANCE_KEY", KEY)
    administrator = a_person("administrator")
    use_cases.set_up(
        on=True, base_url=address(server), model="small-1", temperature=0.0, timeout_s=5, by=administrator, now=AFTER
    )
    coded.administrator = administrator
    coded.server = server
    return coded


def begin(made, kind="map") -> AssistantRun:
    return use_cases.begin(question=made.questions["matters"], kind=kind, by=made.by, now=AFTER)


def clock():
    return AFTER


def test_it_is_off_until_an_administrator_turns_it_on(coded):
    assert not queries.is_on()
    with pytest.raises(use_cases.AssistanceOff):
        begin(coded)
    with pytest.raises(NotAllowed):
        use_cases.set_up(
            on=True, base_url="https://example.org", model="x", temperature=0, timeout_s=5, by=coded.by, now=AFTER
        )


@pytest.mark.parametrize(("temperature", "timeout_s", "name"), [(3, 5, "x"), (0, 0, "x"), (0, 5, " ")])
def test_settings_out_of_range_are_refused(coded, temperature, timeout_s, name):
    with pytest.raises(BadInput):
        use_cases.set_up(
            on=True, base_url="https://example.org/v1", model=name, temperature=temperature, timeout_s=timeout_s,
            by=a_person("administrator"), now=AFTER,
        )  # fmt: skip


def test_only_redacted_words_leave_and_none_that_is_kept_apart(on):
    apart = Answer.objects.exclude(redacted="").last()
    Disclosure.objects.create(answer=apart, alarm="danger", found_by="test", found_at=AFTER)
    named = Answer.objects.exclude(redacted="").first()
    Answer.objects.filter(pk=named.pk).update(text="My name is Zebedee Quill", redacted="My name is [name removed]")
    on.server.say = by_words
    use_cases.map_answers(run=begin(on), now=clock)
    sent = json.dumps(on.server.heard, ensure_ascii=False)
    assert "Zebedee" not in sent
    assert apart.redacted not in sent
    assert "[name removed]" in sent


def test_model_settings_prompts_and_frame_are_kept_with_what_it_said(on):
    on.server.say = by_words
    run = use_cases.map_answers(run=begin(on), now=clock)
    assert (run.model, run.prompt_version, run.settings["temperature"]) == ("small-1", prompts.PROMPT_VERSION, 0.0)
    assert len(run.frame) == 64
    assert run.answered == 27
    assert run.suggestions.count() == 27


def test_a_batch_that_fails_is_noted_and_its_answers_are_left_for_people(on):
    calls = iter([(500, "{}"), None])

    def say(body):
        return next(calls) or by_words(body)

    on.server.say = say
    run = use_cases.map_answers(run=begin(on), now=clock)
    assert (run.asked, run.answered) == (27, 7)
    assert run.problems == ["The assistant answered with error 500."]


def test_proposals_are_no_themes_until_a_person_takes_one(on):
    on.server.say = lambda _body: (200, json.dumps({"themes": [{"name": "Dogs", "definition": "Loose dogs."}]}))
    before = Theme.objects.count()
    run = use_cases.propose(run=begin(on, "propose"), now=clock)
    assert Theme.objects.count() == before
    theme = use_cases.take_proposal(suggestion=run.suggestions.get(), by=on.by, now=AFTER)
    assert (theme.name, theme.state) == ("Dogs", "suggested")


def test_the_key_is_nowhere_in_the_database_the_trail_or_the_log(on, caplog):
    caplog.set_level(logging.DEBUG)
    on.server.say = by_words
    use_cases.map_answers(run=begin(on), now=clock)
    kept = [str(row) for row in [*Assistance.objects.values(), *AssistantRun.objects.values()]]
    kept += [str(row) for row in AuditEntry.objects.values()]
    assert not [text for text in [*kept, caplog.text] if KEY in text]


def test_it_does_not_code_before_it_was_shown_to_be_better(on):
    on.server.say = by_words
    run = use_cases.map_answers(run=begin(on), now=clock)
    with pytest.raises(use_cases.NotBetter):
        use_cases.code_by_run(run=run, by=on.by, now=AFTER)


def test_too_few_settled_answers_are_no_sample(on):
    with pytest.raises(use_cases.NoSample):
        use_cases.compare(run=begin(on), now=clock)


def sampled(on, monkeypatch):
    """As if people had settled on every answer (rounds have tests of their own), and the least were 20."""
    answers = queries.may_leave(on.questions["matters"])
    right = [
        frozenset(Coding.objects.filter(answer=key, ended_at=None).values_list("theme__code", flat=True))
        for key, _text in answers
    ]
    sample = queries.Sample([key for key, _text in answers], [text for _key, text in answers], right, [])
    monkeypatch.setattr(queries, "sample_of", lambda _question: sample)
    monkeypatch.setattr(rules, "GATE_LEAST", 20)
    monkeypatch.setattr("frankpledge.office.findings.rules.gate.LEAST", 20)
    return sample


def test_once_shown_to_be_better_it_codes_what_nobody_coded_and_can_be_undone(on, monkeypatch):
    sample = sampled(on, monkeypatch)
    right = dict(zip(sample.keys, sample.right, strict=True))

    class Perfect:
        model = "small-1"

        def propose(self, question, exemplars):
            return []

        def map(self, question, responses, frame):
            texts = {text: key for key, text in queries.may_leave(on.questions["matters"])}
            return Mapped({mark: sorted(right[texts[text]]) for mark, text in responses.items()})

    def nothing(texts, _learnt, _question):
        return [frozenset() for _text in texts]

    compared = use_cases.compare(run=begin(on), now=clock, using=Perfect(), local=nothing)
    assert compared.agreement["passes"]
    run = use_cases.map_answers(run=begin(on), now=clock, using=Perfect())
    free = Answer.objects.get(pk=sample.keys[0])
    Coding.objects.filter(answer=free).update(ended_at=AFTER, ended_by="test")
    assert use_cases.code_by_run(run=run, by=on.by, now=AFTER) == len(right[free.pk])
    held = Coding.objects.filter(answer=free, ended_at=None)
    assert all(one.coder.startswith(f"machine:assistant-{run.pk} small-1") for one in held)
    assert use_cases.undo_run(run=run, by=on.by, now=AFTER) == len(right[free.pk])


def test_one_that_is_no_better_than_the_local_model_does_not_code(on, monkeypatch):
    sample = sampled(on, monkeypatch)
    on.server.say = by_words

    def as_people(_texts, _learnt, _question):
        return list(sample.right)

    compared = use_cases.compare(run=begin(on), now=clock, local=as_people)
    assert not compared.agreement["passes"]
    run = use_cases.map_answers(run=begin(on), now=clock)
    with pytest.raises(use_cases.NotBetter):
        use_cases.code_by_run(run=run, by=on.by, now=AFTER)


# ---- the gate


def test_f1_of_one_answer_is_as_in_the_books():
    assert rules.compare([{"a"}], [set()], [{"a", "b"}]).assistant == pytest.approx(2 / 3)
    assert rules.compare([set()], [{"a"}], [set()]).assistant == 1.0


def test_equal_coders_never_pass():
    sets = [{"a"}, {"b"}] * 60
    found = rules.compare(sets, sets, [{"a"}] * 120)
    assert (found.difference, found.low, found.high, found.passes) == (0.0, 0.0, 0.0, False)


def test_the_same_sets_give_the_same_interval():
    ours, theirs, right = [{"a"}] * 70 + [{"b"}] * 30, [{"a"}] * 50 + [{"b"}] * 50, [{"a"}] * 100
    first, second = (rules.compare(ours, theirs, right) for _time in range(2))
    assert first == second
    assert first.passes
    assert first.low < first.difference < first.high


@hypothesis_given(st.lists(st.tuples(*[st.frozensets(st.sampled_from("abc"))] * 3), min_size=1, max_size=30))
def test_the_interval_holds_the_difference(rows):
    found = rules.compare(*(list(column) for column in zip(*rows, strict=True)))
    assert -1 <= found.low <= found.high <= 1


def test_unlike_lengths_are_refused():
    with pytest.raises(ValueError, match="the same answers"):
        rules.compare([{"a"}], [], [{"a"}])
