"""The questions asked of the cube, each written once and answered by DuckDB (usually) or by Apache Spark.

    from frankpledge.office.recorded_crime import engines

    engines.run("area_series", months=["2024-01", "2024-02"], level="force24", within="E23000022")

Which engine answers is one setting: FRANKPLEDGE_ENGINE is `duckdb` (the default) or `spark`, the latter with
FRANKPLEDGE_SPARK_MASTER. The answer is the same Arrow table, in the same order: a test holds them against each other.
"""

from __future__ import annotations

from frankpledge.office.recorded_crime.engines.definitions import Definition, definition, names
from frankpledge.office.recorded_crime.engines.running import ENGINES, WrongQuestion, engine, run

__all__ = ["ENGINES", "Definition", "WrongQuestion", "definition", "engine", "names", "run"]
