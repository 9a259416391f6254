"""What an analyst sees who imports the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

from frankpledge.evidence import space

pytestmark = pytest.mark.pure


def test_every_promised_name_is_there_and_is_no_module():
    assert all(getattr(space, name).__class__.__name__ != "module" for name in space.__all__)
    with pytest.raises(AttributeError, match="crystal_ball"):
        _ = space.crystal_ball


def test_importing_the_package_compiles_nothing():
    script = "import sys; import frankpledge.evidence.space; assert not {'numba', 'numpy', 'pyproj'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True)
