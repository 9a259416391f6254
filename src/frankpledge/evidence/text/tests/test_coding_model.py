"""The coding model: it learns what people coded, says how sure it is, and is the same every time."""

import csv
import gzip
import math
from pathlib import Path

import numpy as np
import pytest

from frankpledge.evidence.text.coding_model import METHOD_VERSION, FittedCoder, TooFewCoded, fit
from frankpledge.evidence.text.groups import normalised
from frankpledge.evidence.text.logistic import fit_one_vs_rest, sigmoid

SAID = {
    "speed": [
        "Cars race through our village far too fast",
        "Put up speed cameras on the main road",
        "Nobody keeps to the 30 limit past the school",
        "Speeding lorries shake the houses at night",
        "A speed limit that is enforced would help",
        "Motorbikes race along the bypass every Sunday",
        "Drivers go too fast near the crossing",
        "We asked for a speed check and nothing came",
    ],
    "patrol": [
        "We never see an officer on foot here",
        "More police walking the streets after dark please",
        "Bring back the beat officer for the estate",
        "A visible patrol in the town centre at night",
        "I want to know my local officer by name",
        "There are no police in the villages at all",
        "Officers should walk, not drive past",
        "Seeing police about makes people feel safe",
    ],
    "fire": [
        "Keep the fire station open",
        "The fire engines are old and should be replaced",
        "Smoke alarms should be fitted for old people",
        "Firefighters visited my mother and were kind",
        "Do not cut the crew of the fire engine",
        "On-call firefighters deserve better pay",
        "A fire engine took too long to come to the barn",
        "More safety visits by the fire service",
    ],
}
TEXTS = [text for texts in SAID.values() for text in texts] + [
    "Speed cameras on the main road and more police on foot at night",
    "Lorries go too fast and no officer is ever seen in the village",
]
CODES = [{code} for code, texts in SAID.items() for _ in texts] + [{"speed", "patrol"}] * 2


@pytest.fixture(scope="module")
def vectors(embedder):
    return embedder.encode(TEXTS)


@pytest.fixture(scope="module")
def coder(vectors) -> FittedCoder:
    return fit(TEXTS, CODES, vectors=vectors)


def test_new_answers_get_the_codes_that_people_gave_to_like_ones(coder, embedder):
    asked = [
        "Too many speeding cars near the shops",
        "Where are the police officers on our streets?",
        "Old fire engines",
    ]
    first = [best[0].label for best in coder.suggest(asked, embedder.encode(asked))]
    assert first == ["speed", "patrol", "fire"]


def test_suggestions_come_likeliest_first_and_say_which_the_model_would_give(coder, embedder):
    asked = ["Too many speeding cars near the shops"]
    (best,) = coder.suggest(asked, embedder.encode(asked), top=2)
    assert len(best) == 2
    assert best[0].probability >= best[1].probability
    assert best[0].applies
    given = coder.applies(coder.probabilities(asked, embedder.encode(asked)))
    assert given.sum() == sum(one.applies for one in coder.suggest(asked, embedder.encode(asked), top=3)[0])


def test_order_of_the_coded_answers_does_not_matter_to_the_last_byte(coder, vectors):
    turned = fit(TEXTS[::-1], CODES[::-1], vectors=vectors[::-1])
    assert turned.to_bytes() == coder.to_bytes()
    assert turned.version == coder.version


def test_what_was_kept_gives_the_same_digits_as_what_was_learnt(coder, vectors):
    read = FittedCoder.from_bytes(coder.to_bytes())
    assert np.array_equal(read.probabilities(TEXTS, vectors), coder.probabilities(TEXTS, vectors))
    assert (read.labels, read.coded, read.version) == (coder.labels, coder.coded, coder.version)
    assert read.to_bytes() == coder.to_bytes()
    assert coder.version.startswith(f"{METHOD_VERSION}+sha256:")


def test_another_decision_makes_another_version(coder, vectors):
    assert fit(TEXTS, [{"speed"}, *CODES[1:-1], {"fire"}], vectors=vectors).version != coder.version


@pytest.mark.parametrize("content", [b"", b"nonsense", b"PK\x05\x06" + bytes(18)])
def test_bytes_that_are_no_model_are_refused(content):
    with pytest.raises(ValueError, match="no coding model"):
        FittedCoder.from_bytes(content)


def test_a_model_of_another_method_is_to_be_fitted_again(coder, monkeypatch):
    kept = coder.to_bytes()
    monkeypatch.setattr("frankpledge.evidence.text.coding_model.METHOD_VERSION", "coding-model-next")
    with pytest.raises(ValueError, match="fit it again"):
        FittedCoder.from_bytes(kept)


def test_a_code_nobody_used_is_known_and_unlikely(vectors):
    coder = fit(TEXTS, CODES, vectors=vectors, names={"dogs": "Dangerous dogs"})
    assert coder.labels == ("dogs", "fire", "patrol", "speed")
    assert coder.probabilities(TEXTS, vectors)[:, 0].max() < 0.2


def test_an_answer_to_which_no_code_applies_is_a_lesson_too(vectors):
    coder = fit(TEXTS, [*CODES[:-2], set(), set()], vectors=vectors)
    assert coder.coded == len(TEXTS)
    assert coder.probabilities(TEXTS[-1:], vectors[-1:]).max() < 0.9


def test_names_of_codes_help_while_little_is_coded(embedder, vectors):
    few = [*range(0, 24, 5), *range(1, 24, 4)]
    names = dict(
        zip(["fire", "patrol", "speed"], embedder.encode(["fire service", "police on foot", "speeding"]), strict=True)
    )
    asked = [text for text in TEXTS[:24] if text not in {TEXTS[at] for at in few}]
    truth = [code for code, texts in SAID.items() for text in texts if text in asked]

    def right(**more):
        coder = fit([TEXTS[at] for at in few], [CODES[at] for at in few], vectors=vectors[few], **more)
        found = coder.suggest(asked, embedder.encode(asked), top=1)
        return sum(best[0].label == code for best, code in zip(found, truth, strict=True))

    assert right(name_vectors=names) >= right()


def test_probabilities_are_probabilities_and_confidence_is_between_nought_and_one(coder, vectors):
    found = coder.probabilities(TEXTS, vectors)
    assert found.shape == (len(TEXTS), 3)
    assert (found > 0).all()
    assert (found < 1).all()
    sure = coder.confidence(found)
    assert (sure > 0).all()
    assert (sure <= 1).all()


def test_no_answers_and_empty_texts_are_answered_calmly(coder, embedder):
    assert coder.probabilities([], np.zeros((0, 384))).shape == (0, 3)
    assert coder.suggest([], np.zeros((0, 384))) == []
    odd = ["", "!!!", "🚓"]
    assert np.isfinite(coder.probabilities(odd, embedder.encode(odd))).all()


def test_the_codes_given_are_those_with_the_best_expected_f1(coder):
    """Of 0.9, 0.8, 0.1: one 2x0.9/(1+1.8) = 0.643, two 2x1.7/(2+1.8) = 0.895, three 3.6/4.8 = 0.75."""
    chances = np.array([[0.1, 0.9, 0.8], [0.3, 0.05, 0.05]])
    assert coder.applies(chances).tolist() == [[False, True, True], [True, False, False]]
    assert coder.confidence(chances) == pytest.approx([2 * 1.7 / 3.8, 2 * 0.3 / 1.4])


@pytest.mark.parametrize("codes", [[{"a"}] * 9, [set()] * 12])
def test_too_little_is_no_model(codes):
    with pytest.raises(TooFewCoded, match="at least 10"):
        fit(["text"] * len(codes), codes, vectors=np.ones((len(codes), 4)))


def test_unequal_lists_and_other_vectors_are_refused(coder):
    with pytest.raises(ValueError, match="got 2 texts, 1 codings and 3 vectors"):
        fit(["a", "b"], [{"x"}], vectors=np.ones((3, 4)))
    with pytest.raises(ValueError, match="learnt from 384"):
        coder.probabilities(["a"], np.ones((1, 256)))


def test_beyond_two_thousand_answers_a_part_of_them_spans_the_space(monkeypatch, embedder, vectors):
    monkeypatch.setattr("frankpledge.evidence.text.coding_model.MOST_CORNERS", 20)
    coder = fit(TEXTS, CODES, vectors=vectors)
    asked = [
        "Too many speeding cars near the shops",
        "Where are the police officers on our streets?",
        "Old fire engines",
    ]
    assert [best[0].label for best in coder.suggest(asked, embedder.encode(asked))] == ["speed", "patrol", "fire"]


@pytest.mark.pure
def test_the_regression_finds_the_minimum_that_scikit_learn_finds():
    from sklearn.linear_model import LogisticRegression

    chance = np.random.default_rng(4)
    features = chance.normal(size=(120, 6))
    applies = (sigmoid(features @ chance.normal(size=(6, 3)) - 0.5) > chance.random((120, 3))).astype(float)
    weights, intercepts = fit_one_vs_rest(features, applies, 2.0)
    for at in range(3):
        peer = LogisticRegression(C=2.0, tol=1e-8, max_iter=1000).fit(features, applies[:, at])
        ours = sigmoid(features @ weights[:, at] + intercepts[at])
        assert ours == pytest.approx(peer.predict_proba(features)[:, 1], abs=0.01)


@pytest.mark.pure
def test_the_logistic_curve_does_not_overflow():
    assert sigmoid(np.array([-1e6, 0.0, 1e6])).tolist() == [0.0, 0.5, 1.0]
    assert sigmoid(np.array([2.0]))[0] == pytest.approx(1 / (1 + math.exp(-2)))


@pytest.mark.shared
@pytest.mark.slow
def test_on_real_answers_it_meets_people_better_than_word_counts_and_knows_how_sure_it_is(shared: Path, embedder):
    texts, given = _real(shared)
    keys = [normalised(text) for text in texts]
    order = np.random.default_rng(0).permutation(len(texts))
    learnt = order[:200].tolist()
    seen = {keys[at] for at in learnt}
    test = [at for at in order[200:700].tolist() if keys[at] not in seen]
    vectors = embedder.encode([texts[at] for at in [*learnt, *test]])
    coder = fit([texts[at] for at in learnt], [given[at] for at in learnt], vectors=vectors[:200])
    chances = coder.probabilities([texts[at] for at in test], vectors[200:])
    suggested = coder.applies(chances)
    applies = np.array([[label in given[at] for label in coder.labels] for at in test])
    total = suggested.sum(axis=1) + np.array([len(given[at]) for at in test])
    scores = 2 * (suggested & applies).sum(axis=1) / total
    assert scores.mean() > 0.45  # TF-IDF with logistic regression: 0.40
    assert chances.mean() == pytest.approx(applies.mean(), rel=0.25)
    sure = coder.confidence(chances)
    assert scores[sure >= np.median(sure)].mean() > scores[sure < np.median(sure)].mean() + 0.2


def _real(shared: Path) -> tuple[list[str], list[set[str]]]:
    path = shared / "data" / "consultation" / "nhs-fft-human-coded-nhft.csv.gz"
    if not path.exists():
        pytest.skip("the shared data is not here")
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        columns = list(reader.fieldnames or [])
        labels = [name for name in columns[columns.index("Not assigned") + 1 :] if name != "Labelling not possible"]
        rows = [(row["FFT answer"], {name for name in labels if row[name] == "1"}) for row in reader]
    kept = [(text, codes) for text, codes in rows if text.strip() and codes]
    return [text for text, _ in kept], [codes for _, codes in kept]
