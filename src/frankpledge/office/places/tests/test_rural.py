"""Rural and urban small areas."""

import pytest

from frankpledge.office.places import rural

pytestmark = pytest.mark.pure


def test_a_small_area_is_rural_or_urban_or_none_of_ours():
    assert rural.is_rural("E01000001") is False  # in the City of London
    assert rural.is_rural("E01009999") in (True, False, None)
    assert rural.is_rural("S01006506") is None


def test_every_small_area_has_a_setting_and_about_a_sixth_are_rural():
    settings = rural.settings_of(rural._rural())
    assert len(settings) == 35_672
    assert sum(word == "rural" for word in settings.values()) == 6_115
    assert rural.settings_of(["nowhere"]) == {}
