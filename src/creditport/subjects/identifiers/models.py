"""Identifiers of subjects, of several kinds, with history."""

from __future__ import annotations

from django.db import models

from creditport.subjects.register.choices import IdentifierScheme
from creditport.subjects.register.models import Subject


class SubjectIdentifier(models.Model):
    """One identifier of a subject. A value of a scheme belongs to one subject for as long as it is current."""

    id = models.BigAutoField(primary_key=True)
    # A trigger asks for the subject, of all rows at once.
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="identifiers", db_constraint=False)
    scheme = models.CharField(max_length=24, choices=IdentifierScheme.choices)
    value = models.CharField(max_length=64)
    check_passed = models.BooleanField(default=True)  # False: kept by recorded override (real codes can fail)
    since = models.DateField(null=True)
    until = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"], condition=models.Q(until__isnull=True), name="subjects_identifier_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
