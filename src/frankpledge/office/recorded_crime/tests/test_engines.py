"""The named questions on DuckDB, against plain Python; what is refused; and Spark's text against DuckDB's."""

import importlib.util
import math
import sys
from pathlib import Path

import pytest

from frankpledge.office.recorded_crime import engines, rules
from frankpledge.office.recorded_crime.engines import running
from frankpledge.office.recorded_crime.engines.testing import MONTHS, examples, write_tables

from .engine_oracle import Oracle

pytestmark = pytest.mark.pure
ROOT = Path(__file__).resolve().parents[5]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return write_tables(tmp_path_factory.mktemp("engines"), 500)


@pytest.fixture(scope="module")
def oracle(tables):
    import pyarrow.parquet as pq

    def rows(paths):
        return [row for path in paths for row in pq.read_table(path).to_pylist()]

    return Oracle(rows(tables["cells"]), rows(tables["supplied"]), rows(tables["belongs"]))


@pytest.fixture(scope="module")
def translation():
    spec = importlib.util.spec_from_file_location("translate_queries", ROOT / "scripts" / "translate_queries.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def alike(got, wanted):
    """Fractions to 1e-12 of each other, all else equal, and the same columns in the same order."""
    return list(got) == list(wanted) and all(
        math.isclose(a, b, rel_tol=1e-12) if isinstance(a, float) and b is not None else a == b
        for a, b in zip(got.values(), wanted.values(), strict=True)
    )


@pytest.mark.parametrize("name", engines.names())
def test_a_question_is_answered_as_plain_python_answers_it(name, tables, oracle):
    asked = engines.definition(name)
    for parameters in examples(name):
        answer = engines.run(name, tables=tables, on="duckdb", **parameters).to_pylist()
        expected = sorted(
            getattr(oracle, name)(**parameters), key=lambda row: tuple(row[column] for column in asked.key)
        )
        assert len(answer) == len(expected) > 0
        for got, wanted in zip(answer, expected, strict=True):
            assert alike(got, wanted), (got, wanted)


@pytest.mark.parametrize("name", engines.names())
def test_the_key_tells_every_row_apart_and_an_office_without_data_gets_empty_answers(name, tables):
    key = engines.definition(name).key
    for parameters in examples(name):
        rows = engines.run(name, tables=tables, on="duckdb", **parameters).select(list(key)).to_pylist()
        assert len({tuple(row.values()) for row in rows}) == len(rows)
        nothing = engines.run(name, tables={}, on="duckdb", **parameters)
        assert nothing.num_rows == (len(MONTHS) if name == "months_held" else 0)


def test_every_question_uses_only_what_means_the_same_on_both_engines(translation):
    assert {
        name: found for name in engines.names() if (found := translation.faults(engines.definition(name).sql))
    } == {}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(n / 2.0 AS BIGINT) AS a FROM cells",
        "SELECT a / b AS r FROM cells",
        "SELECT hash(a) AS h FROM cells",
        "SELECT list(a) AS l FROM cells",
        "SELECT a // 7 AS q, a % 7 AS m FROM cells",
        "SELECT round(a, 1) AS r FROM cells",
        "SELECT approx_count_distinct(a) AS u FROM cells",
        "SELECT random() AS x, current_date AS d FROM cells",
    ],
)
def test_what_the_engines_answer_differently_is_refused(translation, sql):
    assert translation.faults(sql)


def test_the_committed_text_for_spark_is_the_one_that_would_be_written_now(translation):
    assert translation.differences() == []


def test_every_parameter_that_a_text_uses_is_declared_and_the_other_way_round(translation):
    for name in engines.names():
        asked = engines.definition(name)
        used = {node.name for node in translation.parsed(asked.sql).find_all(translation.exp.Parameter)}
        used |= {node.name for node in translation.parsed(asked.sql).find_all(translation.exp.Placeholder)}
        assert used == set(asked.parameters), name


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({}, "needs months"),
        ({"months": "2024-01", "level": "force24"}, "months must be a list of texts"),
        ({"months": ["2024-13"], "level": "force24"}, r"2024-13"),
        ({"months": MONTHS, "level": "street"}, "level is 'street'"),
        ({"months": MONTHS, "level": "force24", "colour": "red"}, "knows no colour"),
        ({"months": MONTHS, "level": 3}, "level must be a text"),
    ],
)
def test_a_wrong_question_is_refused_in_words(parameters, words):
    with pytest.raises(engines.WrongQuestion, match=words):
        engines.run("area_series", tables={}, **parameters)


def test_crimes_and_incidents_are_never_asked_for_in_one_figure(tables):
    with pytest.raises(rules.MixedCount):
        engines.run("force_series", tables=tables, months=MONTHS, crime_types=["Burglary", rules.ASB])


def test_an_unknown_question_and_an_unknown_engine_are_refused(monkeypatch):
    with pytest.raises(KeyError, match="there is no question"):
        engines.run("tea_leaves", tables={})
    monkeypatch.setenv("FRANKPLEDGE_ENGINE", "abacus")
    with pytest.raises(engines.WrongQuestion, match="must be one of duckdb, spark"):
        engines.engine()


def test_spark_without_a_master_says_what_to_set(monkeypatch):
    from frankpledge.office.recorded_crime.engines.spark import NoSpark

    monkeypatch.delenv("FRANKPLEDGE_SPARK_MASTER", raising=False)
    with pytest.raises(NoSpark, match="FRANKPLEDGE_SPARK_MASTER"):
        engines.run("months_held", tables={}, on="spark", months=MONTHS)


def test_an_answer_of_other_types_is_refused_not_cast_over():
    import pyarrow as pa

    asked = engines.definition("quiet_runs")
    with pytest.raises(engines.WrongQuestion, match="longest_quiet came as double"):
        running._shaped(asked, pa.table({"area": ["a"], "longest_quiet": [1.5]}))


def test_small_areas_are_read_only_where_the_answer_needs_them():
    needs = running._needs_small_areas
    assert not needs(engines.definition("force_series"), {})
    assert needs(engines.definition("older_codes"), {})
    assert needs(engines.definition("area_series"), {"level": "ward24"})
    assert needs(engines.definition("area_series"), {"level": "force24", "within": "E05000001"})
    assert not needs(engines.definition("area_series"), {"level": "district24", "within": "E23000901"})
