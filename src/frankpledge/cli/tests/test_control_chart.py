"""`control-chart`: the NHS rules on anybody's series, without an office."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from frankpledge.cli.performance import control_chart


@pytest.fixture
def run(tmp_path):
    """Writes a CSV and runs the command on it."""

    def go(text: str, *options: str):
        path = tmp_path / "series.csv"
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(control_chart, [str(path), *options])

    return go


SPIKE = "n,x\n" + "".join(f"{i},{v}\n" for i, v in enumerate([1, 2, 1, 2, 10] + [1, 2] * 6 + [1], start=1))


@pytest.mark.parametrize(
    ("options", "lower", "upper"),
    [((), -0.715556, 4.604444), (("--no-screening",), -3.062614, 6.951503)],
)
def test_limits_are_those_of_the_published_example(run, options, lower, upper):
    # NHSRplotthedots, vignette "deviations".
    found = json.loads(run(SPIKE, "--value", "x", "--json", *options).stdout)
    assert (found["mean"], found["lower"], found["upper"]) == pytest.approx((1.944444, lower, upper), abs=1e-6)


def test_the_answer_is_a_sentence_and_a_table(run):
    result = run(SPIKE, "--value", "x", "--period", "n")
    assert result.exit_code == 0
    assert result.stdout.startswith("No evidence of change.")
    assert "higher than usual (outside limits)" in result.stdout


def test_an_empty_cell_is_a_missing_period_and_not_a_zero(run):
    months = "".join(f"2024-{m:02d},{'' if m == 5 else 100 + m % 3}\n" for m in range(1, 13))
    found = json.loads(run("m,x\n" + months, "--value", "x", "--period", "m", "--json").stdout)
    assert found["points"][4] == {"period": "2024-05", "value": None, "judged": None, "type": "missing", "rules": []}
    assert found["mean"] > 99


def test_a_period_that_is_left_out_is_missing_too(run):
    months = "".join(f"2024-{m:02d},{100 + m % 3}\n" for m in range(1, 13) if m != 5)
    found = json.loads(run("m,x\n" + months, "--value", "x", "--period", "m", "--json").stdout)
    assert [point["value"] for point in found["points"]].count(None) == 1


def test_direction_and_target_are_judged(run):
    falling = "x\n" + "".join(f"{100 - i}\n" for i in range(20))
    found = json.loads(run(falling, "--value", "x", "--good", "down", "--target", "200", "--json").stdout)
    assert (found["state"], found["assurance"]) == ("improvement", "pass")


def test_a_chart_is_written_as_svg_with_its_description(run, tmp_path):
    out = tmp_path / "chart.svg"
    assert run(SPIKE, "--value", "x", "--svg", str(out)).exit_code == 0
    assert "<desc" in out.read_text()


@pytest.mark.parametrize(
    ("text", "options", "code", "said"),
    [
        ("a,b\n1,2\n2,x\n", ("--value", "b"), 1, "row 3, column b: 'x' is not a number"),
        ("a,b\n1,2\n", ("--value", "z"), 2, "Its columns are: a, b"),
        ("a,a\n1,2\n", ("--value", "a"), 2, "more than once"),
        ("", ("--value", "a"), 1, "the file is empty"),
        ("a\n", ("--value", "a"), 1, "no row under the header"),
        ("m,x\n2024-01,1\n2024-01,2\n", ("--value", "x", "--period", "m"), 1, "stands in row 2 already"),
        ("m,x\n2024-01,1\n2024-Q1,2\n", ("--value", "x", "--period", "m"), 1, "mix"),
        ("x\ninf\n", ("--value", "x"), 1, "not a number"),
        ("x\n1\n2\n", ("--value", "x", "--json", "--svg", "o.svg"), 2, "not both"),
    ],
)
def test_a_file_that_is_no_series_is_refused_and_says_where(run, text, options, code, said):
    result = run(text, *options)
    assert result.exit_code == code
    assert said in result.output


def test_a_file_that_is_not_there_is_refused(tmp_path):
    result = CliRunner().invoke(control_chart, [str(tmp_path / "none.csv"), "--value", "x"])
    assert result.exit_code == 1
    assert "cannot be read" in result.output


def test_four_figures_are_not_enough_to_judge(run):
    found = run("year,x\n2015,4\n2016,5\n2017,6\n2018,7\n", "--value", "x", "--period", "year")
    assert found.exit_code == 0
    assert found.stdout.startswith("Not enough data.")


def test_it_needs_neither_office_nor_web_framework(tmp_path):
    path = tmp_path / "series.csv"
    path.write_text(SPIKE)
    script = (
        "import sys; from frankpledge.cli.main import main\n"
        "try: main()\n"
        "except SystemExit as end: code = end.code\n"
        "sys.exit(code or ('django' in sys.modules and 9) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "control-chart", str(path), "--value", "x"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
