"""Mandates: which account may act for which subject, on what ground and until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from creditport.subjects.mandates.choices import Ground
from creditport.subjects.register.models import Subject


class Mandate(models.Model):
    """One account for one subject. It is ended, never deleted: who acted in the past must stay readable."""

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, related_name="mandates")
    ground = models.CharField(max_length=24, choices=Ground.choices)
    since = models.DateField()
    until = models.DateField(null=True)  # first day on which it holds no more
    document = models.CharField(max_length=64, blank=True)  # of the mandate, in the store
    document_name = models.CharField(max_length=200, blank=True)
    document_digest = models.CharField(max_length=64, blank=True)  # SHA-256 of what was handed in
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=150, blank=True)
    ended_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "subject"],
                condition=models.Q(ended_at__isnull=True),
                name="subjects_mandate_once",
            ),
            models.CheckConstraint(
                name="subjects_mandate_has_its_document",
                condition=models.Q(ground=Ground.LEGAL_REPRESENTATIVE)
                | (~models.Q(document="") & ~models.Q(document_digest="")),
            ),
            models.CheckConstraint(
                name="subjects_mandate_of_counsel_ends",
                condition=~models.Q(ground=Ground.COUNSEL) | models.Q(until__isnull=False),
            ),
            models.CheckConstraint(
                name="subjects_mandate_days",
                condition=models.Q(until__isnull=True) | models.Q(until__gt=models.F("since")),
            ),
        ]
        indexes = [models.Index(fields=["subject"], name="subjects_mandate_subject")]

    def __str__(self) -> str:
        return f"{self.account_id} for #{self.subject_id}, {self.ground}"
