"""The questions on Apache Spark: an optional extra (`pip install 'frankpledge[spark]'`, and Java 17 or newer).

Never on the way to a page: a session takes seconds to start. Files must be readable under the same path by the driver
and by every worker (a shared folder, or an object store that is mounted).
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow
    from pyspark.sql import SparkSession

    from frankpledge.office.recorded_crime.engines.definitions import Definition

COLUMNS = {
    "cells": "month string, reported_by string, lsoa_code string, lsoa21_code string, ward24 string, "
    "district24 string, force24 string, placed string, crime_type string, is_asb boolean, n bigint",
    "supplied": "month string, reported_by string, force24 string, status string",
    "belongs": "lsoa21_code string, area string",
}
# The roll-up without small areas stands in for the cells where a question does not look at them.
ROLLED_UP = (
    "month", "reported_by", "CAST(NULL AS STRING) AS lsoa_code", "CAST(NULL AS STRING) AS lsoa21_code",
    "CAST(NULL AS STRING) AS ward24", "district24", "force24", "placed", "crime_type", "is_asb", "n",
)  # fmt: skip
# Strict arithmetic, one clock for all, and results that come over as Arrow.
SETTINGS = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    "spark.ui.enabled": "false",
}


class NoSpark(RuntimeError):
    """The engine was asked for, and it or Java is not here."""


def session() -> SparkSession:
    """The session of this process: on FRANKPLEDGE_SPARK_MASTER, with FRANKPLEDGE_SPARK_OPTIONS (`name=value;…`).

    Raises:
        NoSpark: the extra is not installed, no master is named, or Java cannot be started.
    """
    master = os.environ.get("FRANKPLEDGE_SPARK_MASTER", "").strip()
    if not master:
        raise NoSpark("FRANKPLEDGE_SPARK_MASTER names no master, such as spark://host:7077 or local[2].")
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as missing:
        raise NoSpark("Spark is an optional extra: pip install 'frankpledge[spark]'.") from missing
    builder = SparkSession.builder.appName("frankpledge").master(master)
    for name, value in (SETTINGS | _options()).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkException as failed:
        raise NoSpark(f"Spark did not start; is Java 17 or newer here (JAVA_HOME)? It said: {failed}") from failed


def _options() -> dict[str, str]:
    text = os.environ.get("FRANKPLEDGE_SPARK_OPTIONS", "")
    return dict(pair.strip().split("=", 1) for pair in text.split(";") if pair.strip())


def answer(asked: Definition, files: Mapping[str, Sequence[str]], parameters: Mapping[str, Any]) -> pyarrow.Table:
    """The answer as Spark gives it, in no particular order. Views live in a session of their own."""
    own = session().newSession()
    for table in asked.tables:
        columns = COLUMNS[table]
        paths = files.get(table, ())
        frame = own.read.parquet(*paths) if paths else own.createDataFrame([], columns)
        if table == "cells" and "rolled_up" in files:
            frame = own.read.parquet(*files["rolled_up"]).selectExpr(*ROLLED_UP)
        frame.createOrReplaceTempView(table)
    return own.sql(asked.spark_sql, args=_arguments(parameters)).toArrow()


def _arguments(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Lists become array literals; Spark takes texts and numbers as they are."""
    from pyspark.sql import functions as f

    return {
        name: f.array(*[f.lit(one) for one in value]) if isinstance(value, list) else value
        for name, value in parameters.items()
    }
