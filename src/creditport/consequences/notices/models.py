"""The documents that were made for a decision, when they were served, and their seals. All are append-only."""

from __future__ import annotations

from django.db import models

from creditport.consequences.notices.choices import ServiceWay


class NoticeSet(models.Model):
    """The documents that go out together for one version of a record, under one manifest of their digests."""

    id = models.BigAutoField(primary_key=True)
    record_key = models.UUIDField()
    record_version = models.IntegerField()
    subject_id = models.BigIntegerField()
    agency = models.CharField(max_length=64)
    item = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=150)
    rules = models.CharField(max_length=16)
    content = models.JSONField()  # what the documents say
    manifest = models.JSONField()  # every document: id, name in the store, SHA-256, size
    digest = models.CharField(max_length=64)  # SHA-256 of the canonical manifest

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_key", "record_version"], name="consequences_notices_once"),
        ]
        indexes = [
            models.Index(fields=["subject_id", "-id"], name="consequences_notices_subject"),
            models.Index(fields=["agency", "-id"], name="consequences_notices_agency"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What stands on every document of the set."""
        return f"TD{self.made_at:%Y}-{self.pk:08d}"


class NoticeService(models.Model):
    """One service of a set; of several the earliest day counts."""

    id = models.BigAutoField(primary_key=True)
    notices = models.ForeignKey(NoticeSet, on_delete=models.PROTECT, related_name="services")
    way = models.CharField(max_length=12, choices=ServiceWay.choices)
    served_on = models.DateField()
    reference = models.CharField(max_length=200, blank=True)  # receipt or number of the letter
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="consequences_service_shows_its_proof",
                condition=models.Q(way=ServiceWay.PLATFORM) | ~models.Q(reference=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notices_id} {self.way} {self.served_on}"


class SealedPaper(models.Model):
    """One sealed document: the code printed on it, and the digest by which anybody can tell the file."""

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=16, unique=True)  # by chance; whoever holds the paper has it
    label_zh = models.CharField(max_length=100)
    label_en = models.CharField(max_length=100)
    agency = models.CharField(max_length=64)
    number = models.CharField(max_length=40)
    sealed_at = models.DateTimeField()
    document = models.CharField(max_length=64)  # in the store
    digest = models.CharField(max_length=64)  # SHA-256 of the sealed file
    together = models.CharField(max_length=64, blank=True)  # of the file that holds all documents of its set
    notices = models.ForeignKey(NoticeSet, on_delete=models.PROTECT, null=True, related_name="papers")
    repair_decision = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["repair_decision"],
                condition=models.Q(repair_decision__isnull=False),
                name="consequences_sealedpaper_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.code}"
