"""Closed vocabularies of the register."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class SubjectKind(TextChoices):
    """The kinds of credit subject; values equal `packs.schema.SubjectKind`."""

    ENTERPRISE = "enterprise", _("Enterprise")
    INDIVIDUAL_BUSINESS = "individual-business", _("Individual business")
    INSTITUTION = "institution", _("Public institution")
    SOCIAL_ORGANISATION = "social-organisation", _("Social organisation")
    GOVERNMENT_BODY = "government-body", _("Government body")
    COMMUNITY = "community", _("Community")
    PERSON = "person", _("Natural person")
    UNKNOWN = "unknown", _("Not yet known")


class SubjectStatus(TextChoices):
    """Where a subject stands in its life."""

    ACTIVE = "active", _("In operation")
    REORGANISATION = "reorganisation", _("In reorganisation")
    LIQUIDATION = "liquidation", _("In liquidation")
    REVOKED = "revoked", _("Licence revoked")
    CANCELLED = "cancelled", _("Deregistered")
    MOVED_OUT = "moved-out", _("Moved out")
    UNKNOWN = "unknown", _("Not known")


class CountySource(TextChoices):
    """Where the county of a subject is known from; never from the code's characters 3 to 8."""

    REGISTRAR = "registrar", _("registrar")
    ADDRESS = "address", _("address")
    AREA = "area", _("area column")
    UNKNOWN = "unknown", _("not known")


class NameKind(TextChoices):
    """Which of a subject's names this is."""

    CURRENT = "current", _("current name")
    FORMER = "former", _("former name")
    REPORTED = "reported", _("name as reported, not from the register")


class IdentifierScheme(TextChoices):
    """Kinds of identifier that may join a row to a subject. A name is not among them."""

    USCC = "uscc", _("Unified social credit code")
    REGISTRATION_NUMBER = "registration-number", _("Business registration number")
    ORGANISATION_CODE = "organisation-code", _("Organisation code")
    TAX_NUMBER = "tax-number", _("Tax registration number")
    INSTITUTION_CERTIFICATE = "institution-certificate", _("Public institution certificate number")
    SOCIAL_CERTIFICATE = "social-certificate", _("Social organisation certificate number")
    PERSON_INDEX = "person-index", _("Keyed index of a person's document")
