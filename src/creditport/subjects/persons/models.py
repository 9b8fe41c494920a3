"""Natural persons: encrypted, found through a keyed index, behind row-level security.

Reading a row needs an access opened in the same transaction (`AccessOpening`): no purpose, no rows. The policy is
in the database (migration 0002) and binds the table's owner too.
"""

from __future__ import annotations

from django.db import models

from creditport.subjects.register.models import Subject


class Person(models.Model):
    """What is known of a natural person. Every value is sealed; `number_index` finds it by keyed hash."""

    subject = models.OneToOneField(Subject, on_delete=models.PROTECT, primary_key=True)
    number_index = models.BinaryField(unique=True)  # HMAC-SHA-256 of document kind and number
    sealed = models.BinaryField()  # AES-256-GCM of {"name", "document_kind", "document_number"}
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"person #{self.subject_id}"


class AccessOpening(models.Model):
    """The log of accesses to personal rows: who, when, why, by which basis or consent, in which transaction."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=150)
    agency = models.CharField(max_length=64, blank=True)
    purpose = models.CharField(max_length=64)
    basis = models.CharField(max_length=200, blank=True)  # instrument and article, or
    consent = models.CharField(max_length=64, blank=True)  # consent receipt
    case = models.CharField(max_length=128, blank=True)
    subject = models.ForeignKey(Subject, on_delete=models.PROTECT, null=True, related_name="accesses")
    transaction = models.BigIntegerField(editable=False)  # set by the database, not by the caller

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subjects_access_has_purpose_and_ground",
                condition=~models.Q(purpose="") & (~models.Q(basis="") | ~models.Q(consent="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.purpose}"
