"""Keys by which an agency's system calls the interface, and the calls that must not be done twice."""

from __future__ import annotations

from django.db import models


class ApiKey(models.Model):
    """A key of an agency. Only a digest of the secret is kept; whoever loses it asks for another."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=64)
    label = models.CharField(max_length=100)  # which system uses it, in the agency's words
    prefix = models.CharField(max_length=12, unique=True)  # the open part, to speak about a key
    digest = models.CharField(max_length=64)  # SHA-256 of the whole key, which holds 256 random bits
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=150)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["agency"], name="kernel_apikey_agency")]

    def __str__(self) -> str:
        return f"{self.agency} {self.prefix}"


class KeyedCall(models.Model):
    """What a call with an `Idempotency-Key` did, so that the same call again gets the same answer."""

    id = models.BigAutoField(primary_key=True)
    key = models.ForeignKey(ApiKey, on_delete=models.PROTECT, related_name="calls")
    idempotency_key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)  # of what was asked; another body under the same key is refused
    reference = models.CharField(max_length=32)  # of the submission that the call made
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "idempotency_key"], name="kernel_keyed_call_once"),
        ]

    def __str__(self) -> str:
        return f"{self.key_id} {self.idempotency_key}"
