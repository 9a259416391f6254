"""Areas with versions, lookups between them, and populations.

National reference tables (which small area lies in which district and force area, and how many people live
there) are Parquet files in `places/data`; the tables here hold the areas that this office names and shows.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AreaKind(models.TextChoices):
    FORCE = "pfa24", _("police force area")
    DISTRICT = "ltla24", _("district")
    WARD = "ward24", _("ward")
    LSOA = "lsoa21", _("small area (LSOA 2021)")


class Area(models.Model):
    code = models.CharField(_("code"), max_length=9, unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=AreaKind.choices)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    boundary = models.JSONField(_("boundary (GeoJSON, WGS84, generalised)"), null=True)

    class Meta:
        ordering = ["kind", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"area/{self.code}"


class Population(models.Model):
    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField(_("year"))
    residents = models.PositiveIntegerField(_("residents"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["area", "year", "source"], name="places_population_once")]

    def __str__(self) -> str:
        return f"{self.area_id} {self.year}: {self.residents}"
