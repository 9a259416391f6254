"""What an analyst sees who imports the library."""

import subprocess
import sys

import pytest

import frankpledge.evidence as evidence


def test_every_promised_name_is_there():
    assert all(getattr(evidence, name) is not None for name in evidence.__all__)
    assert set(evidence.__all__) <= set(dir(evidence))


def test_a_name_that_does_not_exist_is_an_ordinary_error():
    with pytest.raises(AttributeError, match="no attribute 'tea_leaves'"):
        _ = evidence.tea_leaves


def test_importing_the_library_or_drawing_a_chart_loads_neither_scipy_nor_django():
    script = (
        "import sys; import frankpledge.evidence; assert 'numpy' not in sys.modules;"
        "from frankpledge.evidence import control_chart, control_chart_svg, Look;"
        "control_chart_svg(control_chart([1, 2] * 10), Look(title='A'));"
        "assert not {'scipy', 'django'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
