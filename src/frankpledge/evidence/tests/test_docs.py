"""Each stored method version is explained on a page that names it."""

from pathlib import Path

import pytest

from frankpledge.evidence.comparison import COMPARISON_METHOD
from frankpledge.evidence.disclosure import DISCLOSURE_METHOD
from frankpledge.evidence.drawings.classes import CLASSES_METHOD
from frankpledge.evidence.forecast import FORECAST_METHOD, GLM_METHOD, SCORES_METHOD
from frankpledge.evidence.rates import RATES_METHOD
from frankpledge.evidence.series.detectable import DETECTABLE_METHOD
from frankpledge.evidence.series.season import SEASON_METHOD
from frankpledge.evidence.series.sentence import SENTENCE_METHOD
from frankpledge.evidence.series.suspect import SUSPECT_METHOD
from frankpledge.evidence.series.xmr import XMR_METHOD

PAGES = Path(__file__).parents[4] / "docs" / "methods"
METHODS = [
    XMR_METHOD,
    SEASON_METHOD,
    DETECTABLE_METHOD,
    SENTENCE_METHOD,
    SUSPECT_METHOD,
    RATES_METHOD,
    FORECAST_METHOD,
    SCORES_METHOD,
    GLM_METHOD,
    DISCLOSURE_METHOD,
    COMPARISON_METHOD,
    CLASSES_METHOD,
]
CHAPTERS = (
    "What it answers",
    "Formula",
    "Source",
    "When not to use it",
    "Where this differs from what you may be used to",
)


@pytest.mark.parametrize("method", METHODS)
def test_a_method_has_a_page_with_its_version(method):
    page = PAGES / f"{method.split('/')[0]}.md"
    assert f"`{method}`" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("method", METHODS)
def test_a_page_says_what_a_reader_needs(method):
    text = (PAGES / f"{method.split('/')[0]}.md").read_text(encoding="utf-8")
    wanted = [c for c in CHAPTERS if c != "Formula" or method != SENTENCE_METHOD]
    assert not [c for c in wanted if f"## {c}" not in text]
