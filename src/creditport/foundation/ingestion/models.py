"""Submissions and the problems of their rows."""

from __future__ import annotations

from django.db import models

from creditport.foundation.ingestion.choices import Channel, Disposition, SubmissionState


class Submission(models.Model):
    """A file or call of an agency, kept as received."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=32, unique=True)  # what people quote, e.g. S20261124-K7Q2MX
    item = models.CharField(max_length=40)
    agency = models.CharField(max_length=64)
    channel = models.CharField(max_length=12, choices=Channel.choices)
    filename = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)  # SHA-256 of the file as received
    size = models.BigIntegerField()
    document = models.CharField(max_length=128)  # where `kernel.documents` keeps it
    mends_id = models.BigIntegerField(null=True, db_index=True)  # the earlier submission whose bad rows these are
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=150)
    state = models.CharField(max_length=12, choices=SubmissionState.choices, default=SubmissionState.RECEIVED)
    refusal = models.JSONField(null=True)  # problem code and parameters, when the whole file is refused
    progress = models.SmallIntegerField(default=0)  # per cent, for the page that waits
    stage = models.CharField(max_length=24, blank=True)
    rules = models.CharField(max_length=16, blank=True)
    received = models.IntegerField(null=True)
    accepted = models.IntegerField(null=True)
    unchanged = models.IntegerField(null=True)
    warned = models.IntegerField(null=True)
    rejected = models.IntegerField(null=True)
    quarantined = models.IntegerField(null=True)
    late = models.IntegerField(null=True)  # accepted rows reported after the update term
    seconds = models.FloatField(null=True)
    applied_at = models.DateTimeField(null=True)
    unchanged_rows = models.JSONField(default=list)  # ranges [first, last] of row numbers that changed nothing
    file_warnings = models.JSONField(default=list)  # problems of the file as a whole

    class Meta:
        indexes = [models.Index(fields=["agency", "-received_at"], name="foundation_submission_agency")]
        constraints = [
            models.CheckConstraint(
                name="foundation_submission_rows_accounted",
                condition=~models.Q(state=SubmissionState.APPLIED)
                | models.Q(
                    received=models.F("accepted")
                    + models.F("unchanged")
                    + models.F("rejected")
                    + models.F("quarantined")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class RowProblem(models.Model):
    """One problem of one row: which field, which value (masked where personal), which kind, what became of the row."""

    id = models.BigAutoField(primary_key=True)
    submission_id = models.BigIntegerField()
    row_number = models.IntegerField()  # 1 = first row under the header
    field = models.CharField(max_length=64, blank=True)  # catalogue field id; blank: the row as a whole
    column = models.CharField(max_length=200, blank=True)  # the header as the file has it
    value = models.CharField(max_length=200, blank=True)
    code = models.CharField(max_length=48)  # kind of problem; texts in engines/checks/problems.yml
    params = models.JSONField(default=dict)
    warning = models.BooleanField()
    disposition = models.CharField(max_length=12, choices=Disposition.choices)

    class Meta:
        indexes = [models.Index(fields=["submission_id", "row_number"], name="foundation_problem_row")]

    def __str__(self) -> str:
        return f"{self.submission_id}:{self.row_number} {self.code}"
