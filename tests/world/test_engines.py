"""DuckDB and a real Spark cluster, one master and two workers on this machine, give the same answers.

Among the rows is every oddity known to be treated differently somewhere. The last test ends a worker in the middle.
"""

from __future__ import annotations

import math
import os
import threading
import time
from collections.abc import Iterator

import pytest

from frankpledge.office.recorded_crime import engines
from frankpledge.office.recorded_crime.engines import local_cluster
from frankpledge.office.recorded_crime.engines.testing import MONTHS, examples, write_tables

pytestmark = [pytest.mark.pure, pytest.mark.slow]
OPTIONS = {
    "spark.sql.shuffle.partitions": "2",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.memory": "768m",
    "spark.executor.memory": "768m",
    "spark.executor.cores": "1",
    "spark.cores.max": "2",
    "spark.ui.showConsoleProgress": "false",
    # Every file is a task of its own, so that the order in which parts arrive is never the order of the files.
    "spark.sql.files.openCostInBytes": "128m",
    "spark.sql.files.minPartitionNum": "7",
    "spark.task.maxFailures": "8",
}


@pytest.fixture(scope="module")
def cluster() -> Iterator[local_cluster.Cluster]:
    if reason := local_cluster.why_not():
        pytest.skip(reason)
    with local_cluster.local_cluster(workers=2) as started, pytest.MonkeyPatch.context() as setting:
        setting.setenv("FRANKPLEDGE_ENGINE", "spark")
        setting.setenv("FRANKPLEDGE_SPARK_MASTER", started.url)
        setting.setenv("FRANKPLEDGE_SPARK_OPTIONS", ";".join(f"{name}={value}" for name, value in OPTIONS.items()))
        from frankpledge.office.recorded_crime.engines import spark

        spark.session().sparkContext.setLogLevel("ERROR")
        yield started
        spark.session().stop()


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    return write_tables(tmp_path_factory.mktemp("engines"), 24_000)


def assert_same(ours, sparks):
    """Texts, whole numbers and gaps exactly; fractions to 1e-9 of each other."""
    assert ours.schema == sparks.schema
    assert ours.num_rows == sparks.num_rows
    for name in ours.column_names:
        if str(ours.schema.field(name).type) != "double":
            assert ours[name].equals(sparks[name]), name
            continue
        pairs = zip(ours[name].to_pylist(), sparks[name].to_pylist(), strict=True)
        far = [(a, b) for a, b in pairs if (a is None) != (b is None) or (a is not None and not math.isclose(a, b))]
        assert far == [], name


@pytest.mark.parametrize("name", engines.names())
def test_both_engines_give_the_same_answer(name, tables, cluster):
    parameters = examples(name)[0]
    assert_same(
        engines.run(name, tables=tables, on="duckdb", **parameters), engines.run(name, tables=tables, **parameters)
    )


@pytest.mark.parametrize("name", ["area_series", "placed_share", "year_before"])
def test_they_agree_when_asked_more_narrowly_too(name, tables, cluster):
    parameters = examples(name)[1]
    assert_same(
        engines.run(name, tables=tables, on="duckdb", **parameters), engines.run(name, tables=tables, **parameters)
    )


def test_they_agree_on_the_roll_up_and_on_no_data_at_all(tables, cluster):
    rolled = {"rolled_up": tables["cells"], "supplied": tables["supplied"]}
    asked = {"months": MONTHS, "level": "district24"}
    answers = [engines.run("area_series", tables=rolled, on=on, **asked) for on in engines.ENGINES]
    assert answers[0].num_rows > 0
    assert_same(*answers)
    assert_same(*[engines.run("area_series", tables={}, on=on, **asked) for on in engines.ENGINES])


def test_an_answer_is_whole_though_a_worker_is_killed_in_the_middle(tables, cluster):
    """SIGKILL to a worker and its executors while tasks of the question run: Spark does the lost ones again."""
    from frankpledge.office.recorded_crime.engines import spark

    many = {**tables, "cells": [path for path in tables["cells"][:7] for _ in range(12)]}
    asked = {"months": MONTHS, "level": "lsoa21"}
    expected = engines.run("area_series", tables=many, on="duckdb", **asked)
    tracker = spark.session().sparkContext.statusTracker()
    answer: list[object] = []
    asking = threading.Thread(
        target=lambda: answer.append(engines.run("area_series", tables=many, on="spark", **asked))
    )
    asking.start()

    def halfway() -> bool:
        stages = [tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()]
        return any(stage and stage.numTasks > 10 and stage.numCompletedTasks >= 2 for stage in stages)

    until = time.monotonic() + 120
    while not halfway():
        assert asking.is_alive(), "the question was answered before a worker could be ended"
        assert time.monotonic() < until
        time.sleep(0.005)
    cluster.end_worker(0)
    assert asking.is_alive()
    asking.join(240)
    assert cluster.workers[0].poll() is not None
    assert os.path.exists(f"/proc/{cluster.workers[1].pid}") or cluster.workers[1].poll() is None
    assert len(answer) == 1
    assert_same(expected, answer[0])
