"""The audit log as a test sees it: without what the start of the platform wrote."""

from __future__ import annotations

from django.db.models import QuerySet

from creditport.kernel.audit.models import AuditEntry


def entries() -> QuerySet[AuditEntry]:
    """Every entry of the test's own making, oldest first."""
    return AuditEntry.objects.exclude(act="rules.load").order_by("id")


def acts() -> list[str]:
    """What was done, oldest first."""
    return list(entries().values_list("act", flat=True))
