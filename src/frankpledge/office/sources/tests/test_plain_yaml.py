"""Hand-written YAML is read; what grows or nests without end is refused before anything is built."""

from __future__ import annotations

import pytest

from frankpledge.office.sources import plain_yaml

pytestmark = pytest.mark.pure


def test_plain_files_are_read_typed_or_as_text():
    text = "a: yes\nb: [1, 2]\nc: 2021-05-06\n"
    assert plain_yaml.read(text, name="f")["a"] is True
    assert plain_yaml.read(text, name="f", typed=False) == {"a": "yes", "b": ["1", "2"], "c": "2021-05-06"}


def test_an_alias_is_refused_with_its_line():
    laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"
    with pytest.raises(plain_yaml.NotPlainYaml, match=r"f\.yaml, line 2: “\*a”"):
        plain_yaml.read(laughs, name="f.yaml")


@pytest.mark.parametrize("text", ["[" * 5_000, "a:\n" + "".join("  " * n + "- \n" for n in range(30)), "{a: " * 21])
def test_deep_nesting_is_refused_not_a_crash(text):
    with pytest.raises(plain_yaml.NotPlainYaml):
        plain_yaml.read(text, name="f.yaml")


@pytest.mark.parametrize("text", ["a: [", "!!python/object/apply:os.system [ls]", "a: 2021-99-99", "\x00"])
def test_what_is_no_plain_yaml_is_refused(text):
    with pytest.raises(plain_yaml.NotPlainYaml):
        plain_yaml.read(text, name="f.yaml")


def test_files_that_cannot_be_read_are_refused(tmp_path):
    with pytest.raises(plain_yaml.NotPlainYaml, match="cannot be opened"):
        plain_yaml.read_file(tmp_path / "none.yaml")
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: caf\xe9")
    with pytest.raises(plain_yaml.NotPlainYaml, match="UTF-8"):
        plain_yaml.read_file(path)
    with pytest.raises(plain_yaml.NotPlainYaml, match="5 million"):
        plain_yaml.read("x" * (plain_yaml.LARGEST + 1), name="f")
