"""Messages to subjects, to superiors, and to the holder of an account."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from creditport.consequences.messages.choices import MessageKind


class Message(models.Model):
    """One message: to a subject, to the holder of an account, or to the superiors of an agency.

    A blank agency means those of the platform.
    """

    id = models.BigAutoField(primary_key=True)
    subject_id = models.BigIntegerField(null=True)
    agency = models.CharField(max_length=64, blank=True)
    account = models.CharField(max_length=150, blank=True, default="", db_default="")  # the name of an account
    kind = models.CharField(max_length=20, choices=MessageKind.choices)
    about_kind = models.CharField(max_length=12)  # record, case, measure or reset
    about_id = models.CharField(max_length=64)
    reference = models.CharField(max_length=128, blank=True)  # what people call it: number of a document or case
    text = models.CharField(max_length=400, blank=True)  # the reason, where one was given
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.CharField(max_length=150, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "about_kind", "about_id", "at"], name="consequences_message_once"),
            models.CheckConstraint(
                name="consequences_message_to_one",
                condition=Q(account="") | Q(subject_id__isnull=True, agency=""),
            ),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="consequences_message_subject"),
            models.Index(fields=["agency", "-id"], name="consequences_message_agency"),
            models.Index(fields=["account", "-id"], condition=~Q(account=""), name="consequences_message_account"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about_id}"
