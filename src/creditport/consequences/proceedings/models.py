"""Proceedings about acts: which, before whom, since when; and what happened in them. Append-only."""

from __future__ import annotations

from django.db import models

from creditport.consequences.proceedings.choices import Contested, ProceedingAct, ProceedingKind, Result


class Proceeding(models.Model):
    """An act is contested before an authority or a court."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField(db_index=True)
    about_kind = models.CharField(max_length=12, choices=Contested.choices)
    about_id = models.CharField(max_length=64)
    agency = models.CharField(max_length=64)  # that made the act, a pack id
    kind = models.CharField(max_length=16, choices=ProceedingKind.choices)
    body = models.CharField(max_length=200)  # the authority or court
    reference = models.CharField(max_length=100)  # number of its case
    filed_on = models.DateField()
    noted_at = models.DateTimeField()
    noted_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["about_kind", "about_id", "kind", "reference"], name="consequences_proceeding_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"


class ProceedingEvent(models.Model):
    """What happened in a proceeding, by which ruling of the body, of which day."""

    id = models.BigAutoField(primary_key=True)
    proceeding = models.ForeignKey(Proceeding, on_delete=models.PROTECT, related_name="events")
    act = models.CharField(max_length=12, choices=ProceedingAct.choices)
    result = models.CharField(max_length=12, choices=Result.choices, blank=True)  # of the end
    ruling = models.CharField(max_length=100)  # number of the document
    ruled_on = models.DateField()
    reason = models.CharField(max_length=400, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consequences_proceeding_result",
                condition=(models.Q(act=ProceedingAct.ENDED) & ~models.Q(result=""))
                | (~models.Q(act=ProceedingAct.ENDED) & models.Q(result="")),
            ),
        ]
        indexes = [models.Index(fields=["proceeding", "id"], name="consequences_proceeding_events")]

    def __str__(self) -> str:
        return f"#{self.proceeding_id} {self.act}"
