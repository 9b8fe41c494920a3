"""Every act by whom, when, on what, in an append-only chained log.

The chain (`previous`, `digest`) is computed by a trigger in the database, so that nobody can write an entry
outside it; update, delete and truncate are refused there for every role.
"""

from __future__ import annotations

from django.db import models


class AuditEntry(models.Model):
    """One act. `digest` = SHA-256 over the previous digest and this entry's canonical text."""

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=16)
    actor_name = models.CharField(max_length=150)
    agency = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=64, db_index=True)
    object_kind = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    previous = models.BinaryField(editable=False)
    digest = models.BinaryField(editable=False)

    class Meta:
        indexes = [models.Index(fields=["object_kind", "object_id"], name="kernel_audit_object")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_name} {self.act} {self.object_kind} {self.object_id}"
