"""A small file can unpack to gigabytes: it is refused before it is opened."""

from __future__ import annotations

import io
import zipfile

import pytest

from frankpledge.office.sources.workbooks import MOST_MEMBERS, TooLarge, require_modest


def packed(sizes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, size in enumerate(sizes):
            archive.writestr(f"xl/{number}.xml", b"0" * size)
    return out.getvalue()


def test_what_a_person_keeps_is_opened(tmp_path):
    require_modest(packed([1000, 2000]), "plan.xlsx", most=3000)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(packed([10]))
    require_modest(path, "plan.xlsx")


def test_what_unpacks_to_too_much_is_refused_by_its_name():
    content = packed([5_000_000])
    assert len(content) < 10_000
    with pytest.raises(TooLarge, match=r"plan\.xlsx is too large"):
        require_modest(content, "plan.xlsx", most=4_999_999)


def test_too_many_files_in_one_are_refused():
    with pytest.raises(TooLarge):
        require_modest(packed([0] * (MOST_MEMBERS + 1)), "plan.xlsx")


def test_what_is_no_archive_is_left_to_its_reader(tmp_path):
    require_modest(b"no archive", "plan.xlsx")
    require_modest(tmp_path / "missing.xlsx", "missing.xlsx")
