"""Entries of lists. The database refuses one in force without the evidence of due process its list asks for.

A row says where an entry stands; every state it had is kept by the database itself in `ListEntryVersion`, which
refuses update and delete. `version` counts the acts, so that two officers who read the same one cannot both act.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from creditport.consequences.lists.choices import EntrySource, EntryState, Missing


class ListEntry(models.Model):
    """One subject on one list, from the proposal to the removal."""

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField()
    list_id = models.CharField(max_length=64)  # pack id
    state = models.CharField(max_length=12, choices=EntryState.choices)
    version = models.IntegerField(default=1)
    source = models.CharField(max_length=12, choices=EntrySource.choices)
    agency = models.CharField(max_length=64)  # that decides, a pack id
    facts = models.TextField()
    instrument = models.CharField(max_length=64)  # pack id of the basis on which the entry stands
    article = models.CharField(max_length=80, blank=True)
    record_key = models.UUIDField(null=True)  # the record that publishes it
    case_id = models.BigIntegerField(null=True)
    notice_served_on = models.DateField(null=True)
    notice_service = models.CharField(max_length=80, blank=True)  # how the notice was served
    statement_until = models.DateField(null=True)  # last day for a statement
    statement_heard_on = models.DateField(null=True)
    statement = models.TextField(blank=True)
    decision_number = models.CharField(max_length=128, blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=100, blank=True)  # the named head
    reasons = models.TextField(blank=True)
    decision_served_on = models.DateField(null=True)
    service = models.CharField(max_length=80, blank=True)  # how it was served
    in_force_from = models.DateField(null=True)
    ends_on = models.DateField(null=True)  # first day no longer in force by itself
    ended_on = models.DateField(null=True)  # removed or annulled
    ended_because = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "list_id", "record_key"],
                condition=models.Q(state=EntryState.IN_FORCE),
                nulls_distinct=False,
                name="consequences_entry_once",
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id"], name="consequences_entry_subject"),
            models.Index(fields=["record_key"], name="consequences_entry_record"),
            models.Index(fields=["list_id", "state", "-decided_on"], name="consequences_entry_list"),
        ]

    def __str__(self) -> str:
        return f"{self.list_id} #{self.pk} {self.state}"


class ListEntryVersion(models.Model):
    """What an entry was after one act; written by the database."""

    id = models.BigAutoField(primary_key=True)
    entry_id = models.BigIntegerField()
    subject_id = models.BigIntegerField()
    version = models.IntegerField()
    state = models.CharField(max_length=12, choices=EntryState.choices)
    entry = models.JSONField()  # the whole row
    changed_at = models.DateTimeField()
    changed_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry_id", "version"], name="consequences_entry_version"),
        ]
        indexes = [models.Index(fields=["subject_id"], name="consequences_entry_v_subject")]

    def __str__(self) -> str:
        return f"#{self.entry_id} v{self.version} {self.state}"


class HeldListing(models.Model):
    """A reported entry that was not made, and what it lacks. A later version of the record may bring it."""

    id = models.BigAutoField(primary_key=True)
    record_id = models.BigIntegerField(unique=True)
    record_key = models.UUIDField()
    submission_id = models.BigIntegerField()
    agency = models.CharField(max_length=64)
    list_id = models.CharField(max_length=64, blank=True)
    missing = ArrayField(models.CharField(max_length=12, choices=Missing.choices))
    held_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["agency", "-held_at"], name="consequences_held_agency")]

    def __str__(self) -> str:
        return f"{self.record_key} {','.join(self.missing)}"
