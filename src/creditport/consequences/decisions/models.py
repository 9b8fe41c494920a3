"""Decisions: what was answered to whom, about whom, why, by which facts and rules. Append-only."""

from __future__ import annotations

from django.db import models


class Decision(models.Model):
    """One answer to one check. With the facts and the kept rules it can be made again at any time."""

    id = models.UUIDField(primary_key=True)  # time-ordered
    subject_id = models.BigIntegerField()
    scenario = models.CharField(max_length=64)
    purpose = models.CharField(max_length=64)
    case = models.CharField(max_length=128, blank=True)  # number of the asker's case
    batch = models.UUIDField(null=True)  # of a file of many subjects
    asked_at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=150)
    agency = models.CharField(max_length=64, blank=True)
    rules = models.CharField(max_length=16)
    snapshot = models.CharField(max_length=200)  # of the transactions that the facts were read from
    facts = models.JSONField()
    facts_digest = models.CharField(max_length=64)
    answer = models.JSONField()
    answer_digest = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_id", "-asked_at"], name="consequences_decision_subject"),
            models.Index(fields=["agency", "-asked_at"], name="consequences_decision_agency"),
        ]

    def __str__(self) -> str:
        return f"{self.scenario} {self.pk}"
