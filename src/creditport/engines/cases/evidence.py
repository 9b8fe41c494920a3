"""Documents of a case: checked by what they are and by size, kept with their digest."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from creditport.engines.cases.choices import EngineAct
from creditport.engines.cases.models import Case, CaseDocument, CaseEvent
from creditport.engines.cases.refusals import DocumentMissingError, DocumentRefusedError
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.documents import store
from creditport.kernel.documents.kinds import media_type
from creditport.kernel.identity.actor import Actor
from creditport.kernel.packs.schema_cases import CaseDocument as DeclaredDocument
from creditport.kernel.packs.schema_cases import CaseType

_MEGABYTE = 1024 * 1024
OBTAINED = "text/plain"  # what the platform obtained itself is kept as the words of the source


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDocument:
    """A file as it is handed in. `obtained_from` names the source of what the platform obtained itself."""

    kind: str
    filename: str
    stream: Readable
    obtained_from: str = ""


def missing_documents(kind: CaseType, given: Iterable[str]) -> tuple[str, ...]:
    """Required documents that are not among those given."""
    have = set(given)
    return tuple(each.id for each in kind.documents if each.required and each.id not in have)


def require_documents(kind: CaseType, documents: Sequence[NewDocument]) -> None:
    """Refuse if a required document is not among them."""
    for missing in missing_documents(kind, (document.kind for document in documents)):
        raise DocumentMissingError(missing)


def keep_document(actor: Actor, at: datetime, case: Case, kind: CaseType, document: NewDocument) -> CaseDocument:
    """Check and keep one document. Reads no more than the size allowed, whatever the sender says it is."""
    declared = _declared(kind, document.kind)
    content = document.stream.read(declared.most_megabytes * _MEGABYTE + 1)
    found = OBTAINED if document.obtained_from else media_type(content[:16])
    if not content or len(content) > declared.most_megabytes * _MEGABYTE:
        raise DocumentRefusedError(f"{document.filename}: empty, or over {declared.most_megabytes} MB")
    if found is None or (found not in declared.media_types and not document.obtained_from):
        raise DocumentRefusedError(f"{document.filename}: not one of {', '.join(declared.media_types)}")
    kept = store.keep(io.BytesIO(content), civil_day(at))
    try:
        return CaseDocument.objects.create(
            case=case,
            kind=document.kind,
            filename=document.filename[:255],
            media_type=found,
            size=kept.size,
            digest=kept.digest,
            place=kept.name,
            obtained_from=document.obtained_from,
            attached_at=at,
            attached_by=actor.name,
        )
    except BaseException:
        store.forget(kept.name)  # nothing refers to it
        raise


@contextmanager
def whole_or_forgotten() -> Iterator[list[CaseDocument]]:
    """A list of documents being kept: if the work around them fails, none is left in the store."""
    kept: list[CaseDocument] = []
    try:
        yield kept
    except BaseException:
        for document in kept:
            store.forget(document.place)
        raise


def _declared(kind: CaseType, name: str) -> DeclaredDocument:
    try:
        return kind.document(name)
    except KeyError:
        raise DocumentRefusedError(f"{kind.id} has no document {name}") from None


def unread_documents(case: Case, reader: str) -> tuple[CaseDocument, ...]:
    """Documents of the case that this account has not opened yet."""
    seen = CaseEvent.objects.filter(case=case, act=EngineAct.READ, actor_name=reader).values_list("fields", flat=True)
    read = {int(fields["document"]) for fields in seen}
    return tuple(document for document in case.documents.order_by("id") if document.pk not in read)
