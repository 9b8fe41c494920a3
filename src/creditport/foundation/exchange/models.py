"""Who read the feed and when, and who acknowledged that something is no longer shown. Both are append-only."""

from __future__ import annotations

from django.db import models

from creditport.kernel.apikeys.models import ApiKey


class FeedReading(models.Model):
    """One page of the feed, or the full export, handed to the holder of a key: the access log of the feed."""

    id = models.BigAutoField(primary_key=True)
    reader = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    cursor = models.CharField(max_length=200, blank=True)  # reached; blank for the full export
    complete = models.BooleanField()  # nothing was left to read: the reader then knew all that showed

    class Meta:
        indexes = [models.Index(fields=["reader", "at"], name="foundation_reading_reader")]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.at:%Y-%m-%d %H:%M:%S}"


class Receipt(models.Model):
    """A recipient says that it shows a version of a record no more."""

    id = models.BigAutoField(primary_key=True)
    reader = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="receipts")
    record_key = models.UUIDField()
    version = models.IntegerField()  # with which the showing ended
    stopped_at = models.DateTimeField()  # as the recipient says
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "record_key", "version"], name="foundation_receipt_once"),
            models.CheckConstraint(
                name="foundation_receipt_is_of_the_past", condition=models.Q(stopped_at__lte=models.F("at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.record_key} v{self.version}"
