"""The first reader of a map waits no longer than the second."""

from __future__ import annotations

import pytest

from frankpledge.office.maps import outlines, queries, warming

pytestmark = pytest.mark.django_db


def test_once_warm_the_standing_map_reads_no_outline_and_no_lookup_again(held, client):
    for kept in (outlines._shipped, outlines._small, outlines.elsewhere):
        kept.cache_clear()
    warming.warm()
    before = [kept.cache_info().misses for kept in (outlines._shipped, outlines._small, outlines.elsewhere)]
    assert client.get("/maps/").status_code == 200
    assert before == [kept.cache_info().misses for kept in (outlines._shipped, outlines._small, outlines.elsewhere)]
    assert min(before) > 0


def test_what_goes_wrong_stops_no_server(monkeypatch, caplog):
    def fail(_asked):
        raise OSError("no such file")

    monkeypatch.setattr(queries, "map_page", fail)
    with caplog.at_level("INFO"):
        warming.warm()
    assert "no such file" in caplog.text
