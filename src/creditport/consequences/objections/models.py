"""Objections: what is disputed, since when it is marked, and how it ended."""

from __future__ import annotations

from django.db import models

from creditport.consequences.objections.choices import Disputable


class Objection(models.Model):
    """One objection, worked on as a case. While `unmarked_at` is empty the item shows as disputed, everywhere."""

    id = models.BigAutoField(primary_key=True)
    case_id = models.BigIntegerField(unique=True)
    subject_id = models.BigIntegerField(db_index=True)
    about_kind = models.CharField(max_length=16, choices=Disputable.choices)
    about_id = models.CharField(max_length=64)
    agency = models.CharField(max_length=64, blank=True)  # the source
    field = models.CharField(max_length=64, blank=True)  # what of it, a field of the item
    claimed = models.CharField(max_length=2000, blank=True)
    earlier_not_upheld = models.SmallIntegerField(default=0)  # on the same item and field
    marked_at = models.DateTimeField()
    unmarked_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=48, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consequences_objection_ended",
                condition=models.Q(unmarked_at__isnull=True, outcome="")
                | (models.Q(unmarked_at__isnull=False) & ~models.Q(outcome="")),
            ),
        ]
        indexes = [
            models.Index(fields=["about_kind", "about_id"], name="consequences_objection_about"),
            models.Index(
                fields=["subject_id"],
                condition=models.Q(unmarked_at__isnull=True),
                name="consequences_objection_marked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about_kind} {self.about_id}"
