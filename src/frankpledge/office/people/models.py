"""Persons, organisations, posts, roles, and the office's own words."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class Office(models.Model):
    """The one office that this database belongs to, and the words it uses for itself.

    No template, address or table knows "commissioner" or "panel": those words come from here.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    area_code = models.CharField(_("police force area code"), max_length=9)
    area_name = models.CharField(_("area"), max_length=120)
    office_name = models.CharField(_("name of the office"), max_length=200)
    body_name = models.CharField(_("governing body, in full"), max_length=200)
    holder_title = models.CharField(_("title of its holder"), max_length=120)
    panel_name = models.CharField(_("scrutiny body, in full"), max_length=200)
    panel_short = models.CharField(_("scrutiny body, in short"), max_length=60)
    board_name = models.CharField(_("accountability meeting, in full"), max_length=200)
    board_short = models.CharField(_("accountability meeting, in short"), max_length=60)
    plan_title = models.CharField(_("title of the plan"), max_length=200)
    plan_short = models.CharField(_("the plan, in short"), max_length=60)
    force_name = models.CharField(_("police force"), max_length=200)
    fire_name = models.CharField(_("fire and rescue service"), max_length=200, blank=True)
    strapline = models.CharField(_("one sentence on what the plan is"), max_length=300, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    site_address = models.URLField(_("address of this site"), default="http://localhost:8000")
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/London")
    language = models.CharField(_("language"), max_length=10, default="en-gb")
    notice = models.TextField(
        _("notice on every page"), blank=True, help_text=_("For example that content is made up.")
    )

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="people_one_office")]

    def __str__(self) -> str:
        return self.office_name


class OrganisationKind(models.TextChoices):
    OFFICE = "office", _("own office")
    POLICE = "police", _("police")
    FIRE = "fire", _("fire and rescue")
    PARTNER = "partner", _("partner")
    SCRUTINY = "scrutiny", _("scrutiny body")


class Organisation(models.Model):
    name = models.CharField(_("name"), max_length=200, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post that can lead, own or answer. Persons come and go; the post stays named."""

    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    made_up = models.BooleanField(_("made up"), default=False)

    class Meta:
        ordering = ["organisation__name", "title"]
        constraints = [models.UniqueConstraint(fields=["title", "organisation"], name="people_post_unique")]

    def __str__(self) -> str:
        return self.title

    @property
    def reference(self) -> str:
        return f"post/{self.pk}"


class Role(models.TextChoices):
    """A bundle of duties; what each may do stands in `people/duties.py`."""

    POLICY_OFFICER = "policy_officer", _("Policy officer")
    ANALYST = "analyst", _("Performance analyst")
    LEAD = "lead", _("Lead")
    CLERK = "clerk", _("Clerk")
    MEMBER = "member", _("Member of the scrutiny body")
    ADMINISTRATOR = "administrator", _("Administrator")


class PersonManager(BaseUserManager["Person"]):
    """Looks persons up by e-mail address. Persons are created by use cases only."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in. Deactivated, never deleted: their work keeps its author."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=200)
    is_active = models.BooleanField(_("may sign in"), default=True)
    made_up = models.BooleanField(_("made up"), default=False)
    invited_at = models.DateTimeField(_("invited"), null=True)
    joined_at = models.DateTimeField(_("joined"), null=True)
    deactivated_at = models.DateTimeField(_("deactivated"), null=True)

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        ordering = ["name"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name

    @property
    def reference(self) -> str:
        return f"person/{self.pk}"


class RoleHeld(models.Model):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "role"], name="people_role_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.role}"


class PostHolding(models.Model):
    """Who holds a post, from when to when. A post without a current holder is vacant."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="holdings")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="holdings")
    start = models.DateField(_("from"))
    end = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        ordering = ["-start"]
        constraints = [
            models.UniqueConstraint(fields=["post"], condition=models.Q(end=None), name="people_one_holder_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.post_id}: {self.person_id}"
