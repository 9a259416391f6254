"""The named questions: what each answers, asks for and gives back, read from the head of its SQL file.

A file of `data/duckdb` has a head of `-- word: …` lines and one SELECT. `-- with:` names the parts (`data/parts`) that
go before it. `data/spark` holds the same, whole, in the words of Spark; scripts/translate_queries.py writes it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).with_name("data")
TABLES = ("cells", "supplied", "belongs")
KINDS = ("text", "texts", "integer")
TYPES = ("text", "integer", "number", "boolean")


@dataclass(frozen=True)
class Definition:
    """One question.

    answers: in a sentence. parameters: name → text, texts or integer. columns: name → text, integer, number or boolean,
    in order. key: the columns that tell rows apart, and their order. sql: DuckDB's, whole.
    """

    name: str
    answers: str
    parameters: dict[str, str]
    columns: dict[str, str]
    key: tuple[str, ...]
    sql: str

    @property
    def tables(self) -> tuple[str, ...]:
        """Which of the tables it reads."""
        return tuple(table for table in TABLES if re.search(rf"\b(FROM|JOIN) {table}\b", self.sql))

    @property
    def spark_sql(self) -> str:
        return (DATA / "spark" / f"{self.name}.sql").read_text(encoding="utf-8")


@cache
def names() -> tuple[str, ...]:
    """Every question there is."""
    return tuple(sorted(path.stem for path in (DATA / "duckdb").glob("*.sql")))


@cache
def definition(name: str) -> Definition:
    """The question of that name.

    Raises:
        KeyError: there is none; the message names those there are.
    """
    if name not in names():
        raise KeyError(f"there is no question {name!r}; there are {', '.join(names())}")
    head, body = _apart((DATA / "duckdb" / f"{name}.sql").read_text(encoding="utf-8"))
    return Definition(
        name=name,
        answers=head["answers"],
        parameters=_typed(head["parameters"], KINDS),
        columns=_typed(head["columns"], TYPES),
        key=tuple(column.strip() for column in head["key"].split(",")),
        sql=_whole(head.get("with", "").split(), body),
    )


def _apart(text: str) -> tuple[dict[str, str], str]:
    lines = text.splitlines()
    told = [line for line in lines if line.startswith("-- ")]
    head = dict(line.removeprefix("-- ").split(": ", 1) for line in told)
    return head, "\n".join(line for line in lines if not line.startswith("-- ")).strip()


def _typed(text: str, allowed: tuple[str, ...]) -> dict[str, str]:
    pairs = dict(one.split() for one in text.split(","))
    wrong = set(pairs.values()) - set(allowed)
    if wrong:
        raise ValueError(f"the head of a question says {sorted(wrong)}; it may say {allowed}")
    return pairs


def _whole(parts: list[str], body: str) -> str:
    if not parts:
        return body
    named = (
        f"{part} AS (\n{(DATA / 'parts' / f'{part}.sql').read_text(encoding='utf-8').strip()}\n)" for part in parts
    )
    return f"WITH {', '.join(named)}\n{body}"
