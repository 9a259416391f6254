"""Write the Spark SQL of every named question from DuckDB's (recorded_crime/engines/data), with sqlglot.

    python scripts/translate_queries.py            write what has changed
    python scripts/translate_queries.py --check    say what differs; exit 1 if anything does

Only for development: nothing that an office runs needs sqlglot. The text that comes out is committed, read by people
and held against DuckDB by a test on a real cluster.

Only constructions whose meaning was found equal on both engines may be used (`ALLOWED`); anything else is refused here
and by a test, so that nobody learns of a difference from a published figure.
"""

from __future__ import annotations

import sys
from pathlib import Path

import sqlglot
from sqlglot import exp

from frankpledge.office.recorded_crime.engines.definitions import DATA, definition, names

# Found equal by tests/world/test_engines.py. Not here, because the engines differ: a cast from fraction to integer
# (half to even; truncated), division by an integer nought (NULL; an error), hash, list aggregation, approximate counts,
# ROUND of a half, `//` and `%` of negatives, random(), and dates (months are texts here).
ALLOWED: set[type[exp.Expression]] = {
    exp.Add, exp.Alias, exp.And, exp.Array, exp.ArrayContains, exp.ArraySize, exp.Avg, exp.Boolean, exp.Case, exp.Cast,
    exp.Coalesce, exp.Column, exp.Count, exp.CTE, exp.DataType, exp.Distinct, exp.Div, exp.DPipe, exp.EQ, exp.Explode,
    exp.Floor, exp.From, exp.Group, exp.GT, exp.GTE, exp.Identifier, exp.If, exp.In, exp.Is, exp.Join, exp.Like,
    exp.Literal, exp.Lower, exp.LT, exp.LTE, exp.Max, exp.Median, exp.Min, exp.Mul, exp.Neg, exp.NEQ, exp.Not,
    exp.Null, exp.Nullif, exp.Or, exp.Order, exp.Ordered, exp.Paren, exp.Parameter, exp.Placeholder,
    exp.PercentileCont, exp.RowNumber, exp.Select, exp.Sqrt, exp.Star, exp.StddevSamp, exp.Sub, exp.Subquery,
    exp.Substring, exp.Sum, exp.Table, exp.TableAlias, exp.Tuple, exp.Unnest, exp.Var, exp.Variance, exp.Where,
    exp.Window, exp.WindowSpec, exp.With,
}  # fmt: skip
INTEGERS = {exp.DataType.Type.BIGINT, exp.DataType.Type.INT}
WHOLE = (exp.Sum, exp.Floor, exp.Substring, exp.Min, exp.Max, exp.Coalesce, exp.Window)
"""What may stand inside a cast to an integer: it is whole already, or text of digits, so that nothing is rounded."""


class NotAllowed(ValueError):
    """A question uses something that is not known to mean the same on both engines."""


def parsed(sql: str) -> exp.Expression:
    return sqlglot.parse_one(sql, read="duckdb")


def faults(sql: str) -> list[str]:
    """What of the text is not on the list, in words."""
    found = []
    for node in parsed(sql).walk():
        if type(node) not in ALLOWED:
            found.append(f"{type(node).__name__}: {node.sql(dialect='duckdb')}")
        elif isinstance(node, exp.Cast) and node.to.this in INTEGERS and not isinstance(node.this, WHOLE):
            found.append(f"a cast to an integer of what may be a fraction: {node.sql(dialect='duckdb')}")
        elif isinstance(node, exp.Div) and not _safe(node.expression):
            found.append(f"a division without NULLIF: {node.sql(dialect='duckdb')}")
    return found


def _safe(divisor: exp.Expression) -> bool:
    return isinstance(divisor.unnest(), exp.Nullif | exp.Literal)


def translated(name: str) -> str:
    """Spark's text of a question."""
    asked = definition(name)
    wrong = faults(asked.sql)
    if wrong:
        raise NotAllowed(f"{name} uses what may differ between the engines:\n  " + "\n  ".join(wrong))
    tree = parsed(asked.sql).transform(_for_spark)
    return tree.sql(dialect="spark", pretty=True) + "\n"


def _for_spark(node: exp.Expression) -> exp.Expression:
    """The two places where sqlglot's Spark is not Spark's: the size of a list, and exact quantiles."""
    if isinstance(node, exp.ArraySize):
        return exp.Anonymous(this="SIZE", expressions=[node.this])
    if isinstance(node, exp.PercentileCont):
        return exp.Anonymous(this="PERCENTILE", expressions=[node.this, node.expression])
    if isinstance(node, exp.Median):
        return exp.Anonymous(this="PERCENTILE", expressions=[node.this, exp.Literal.number("0.5")])
    return node


def differences() -> list[str]:
    """Questions whose committed Spark text is not what would be written now, and texts of questions that are gone."""
    folder = DATA / "spark"
    there = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.sql")}
    changed = [name for name in names() if there.get(name) != translated(name)]
    return sorted([*changed, *(set(there) - set(names()))])


def main() -> int:
    if "--check" in sys.argv[1:]:
        print("\n".join(differences()) or "Spark's texts are those of DuckDB's.")
        return int(bool(differences()))
    for name in differences():
        path: Path = DATA / "spark" / f"{name}.sql"
        if name in names():
            path.write_text(translated(name), encoding="utf-8")
        else:
            path.unlink()
        print(path.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
