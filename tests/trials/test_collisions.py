"""R10 at scale: names that collide, through import, search, check and sanction: 0 automatic links, 0 sanctions."""

from __future__ import annotations

import io
import json
from datetime import datetime
from itertools import islice
from random import Random

import pytest
from django.db import connection

from creditport.consequences.decisions.actions import Question, decide_many
from creditport.consequences.decisions.models import Decision
from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.models import MeasureApplication
from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.clock.clock import civil_day
from creditport.kernel.identity.actor import SYSTEM
from creditport.subjects.identifiers.uscc import check_character
from creditport.subjects.register.models import Subject
from creditport.subjects.register.queries import search
from tests.factories.cases import AGENCY
from tests.factories.consequences import bar_from_procurement, enter, procurement_draft
from tests.factories.penalties import penalty_file
from tests.trials.collisions import PAIRS, colliding, different_pairs, full_name, short_names
from tests.trials.scale import rounds, tell

COLLISIONS = rounds(600, share=500)  # a hundred thousand with 200 rounds
KNOWN = max(20, COLLISIONS // 50)
TENDER = Question(scenario="procurement", purpose="credit-check")


def code(number: int) -> str:
    """A business's code, with its check character; no two numbers have the same."""
    body = f"91460000M{number:08d}"
    return body + check_character(body)


def sent(at: datetime, rows: list[tuple[str, str]]) -> Submission:
    """Penalties about these names and codes, through ingestion."""
    cells = [
        {"party_name": name, "party_code": uscc, "document_number": f"琼市监处罚〔2026〕{number}号"}
        for number, (name, uscc) in enumerate(rows)
    ]
    kept = receive(
        actor=SYSTEM,
        at=at,
        item="penalty",
        agency=AGENCY,
        channel=Channel.CONSOLE,
        filename="names.csv",
        stream=io.BytesIO(penalty_file(cells)),
    )
    return apply(actor=SYSTEM, at=at, submission_id=kept.pk)


_IMPORTED = """
SELECT count(*), count(record.subject_id),
       count(*) FILTER (WHERE record.subject_id = ANY (%(known)s)),
       count(*) FILTER (WHERE record.subject_id IS NOT NULL AND record.linked_by <> 'uscc'),
       count(*) FILTER (WHERE record.subject_id IS NOT NULL
                          AND subject.uscc IS DISTINCT FROM record.content ->> 'party_code'),
       count(*) FILTER (WHERE record.subject_id IS NULL AND record.shown),
       count(DISTINCT record.subject_id)
FROM foundation_record AS record LEFT JOIN subjects_subject AS subject ON subject.id = record.subject_id
"""
# Each namesake is to get the measure of the listed one of its name; whatever the gate lets pass stays.
_SANCTIONED = """
CREATE FUNCTION pg_temp.sanction(entries bigint[], namesakes bigint[], wanted jsonb)
RETURNS TABLE (tried int, said text)
LANGUAGE plpgsql AS $$
DECLARE
    one bigint;
    code text;
    said_of jsonb := '{}';
BEGIN
    FOR place IN 1 .. cardinality(namesakes) LOOP
        one := namesakes[place];
        BEGIN
            INSERT INTO consequences_measureapplication (subject_id, list_entry_id, measure, severity, instrument,
                article, agency, document_number, proportion, starts_on, until, applied_at, applied_by, rules)
            SELECT one, entries[1 + place % cardinality(entries)], each.*
            FROM jsonb_to_record(wanted) AS each (measure text, severity text, instrument text, article text,
                agency text, document_number text, proportion text, starts_on date, until date,
                applied_at timestamptz, applied_by text, rules text);
            code := 'applied';
        EXCEPTION WHEN OTHERS THEN
            code := SQLERRM;
        END;
        said_of := jsonb_set(said_of, ARRAY[code], to_jsonb(coalesce((said_of ->> code)::int, 0) + 1));
    END LOOP;
    RETURN QUERY SELECT value::text::int, key FROM jsonb_each(said_of);
END $$
"""


def sanctions_tried(at: datetime, entries: list[int], namesakes: list[int]) -> dict[str, int]:
    """What the database said to each attempt, and how often."""
    lawful = bar_from_procurement(ListEntry.objects.get(pk=entries[0]), starts_on=civil_day(at))
    wanted = {
        "measure": lawful.measure,
        "severity": lawful.severity,
        "instrument": lawful.instrument,
        "article": lawful.article,
        "agency": "hainan-finance",
        "document_number": lawful.document_number,
        "proportion": lawful.proportion,
        "starts_on": lawful.starts_on.isoformat(),
        "until": lawful.until.isoformat() if lawful.until else None,
        "applied_at": at.isoformat(),
        "applied_by": "trial",
        "rules": "trial",
    }
    with connection.cursor() as cursor:
        cursor.execute(_SANCTIONED)
        sql = "SELECT said, tried FROM pg_temp.sanction(%s, %s, %s::jsonb)"
        cursor.execute(sql, [entries, namesakes, json.dumps(wanted)])
        return {str(said): int(tried) for said, tried in cursor.fetchall()}


@pytest.mark.django_db
def test_no_name_links_or_sanctions(at: datetime) -> None:
    chance = Random(10)
    shorts = short_names()
    names = [full_name(chance, chance.choice(shorts)) for _ in range(KNOWN)]
    known = [Subject(kind="enterprise", name=name, uscc=code(n), changed_at=at) for n, name in enumerate(names)]
    Subject.objects.bulk_create(known)
    entries = [enter(procurement_draft(one.pk), at=at).pk for one in known[:20]]
    others = [(name, code(KNOWN + n)) for n, name in enumerate(islice(colliding(chance, names), COLLISIONS))]
    nameless = [(name, "") for name in islice(colliding(chance, names), COLLISIONS // 20)]

    submission = sent(at, [*others, *nameless])
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTED, {"known": [one.pk for one in known]})
        every, linked, to_known, by_other, wrongly, shown_unlinked, subjects = cursor.fetchone()
    assert (to_known, by_other, wrongly, shown_unlinked) == (0, 0, 0, 0)
    assert linked == subjects >= COLLISIONS * 0.99  # each its own subject; a name may be rejected, none is joined
    assert every == submission.accepted

    found = {uscc for name in names[:100] for uscc in _found(name)}
    ids = dict(Subject.objects.exclude(pk__in=[one.pk for one in known]).values_list("uscc", "id"))
    namesakes = [ids[uscc] for _, uscc in others if uscc in ids]
    assert len(namesakes) == linked

    codes = [uscc for _, uscc in others]
    asked = [*(code(n) for n in range(20)), *codes, *names[:20]]
    checked = decide_many(actor=SYSTEM, at=at, subjects=asked, question=TENDER)
    barred = {each for each, answer in Decision.objects.values_list("subject_id", "answer") if answer["forbidden"]}
    assert barred == {one.pk for one in known[:20]}
    assert set(names[:20]) <= set(checked.unknown)

    said = sanctions_tried(at, entries, namesakes)
    assert "applied" not in said and sum(said.values()) == len(namesakes)
    assert MeasureApplication.objects.count() == 0
    assert len(said) == 1, said  # each for the same reason: the entry is about somebody else
    tell(
        f"R10: {COLLISIONS + len(nameless)} rows on {KNOWN} names, {linked} joined by code, 0 by name;"
        f" {len(found)} firms told apart by search; {Decision.objects.count()} checks, {len(barred)} barred, all"
        f" listed themselves; {len(namesakes)} sanctions tried on namesakes, 0 applied: {next(iter(said))}"
    )


def _found(name: str) -> set[str]:
    hits = search(name, limit=50).items
    codes = [hit.uscc for hit in hits]
    assert len(set(codes)) == len(codes) and None not in codes
    return {uscc for uscc in codes if uscc}


@pytest.mark.skipif(not PAIRS.exists(), reason=f"needs {PAIRS}")
@pytest.mark.django_db
def test_labelled_pairs_stay_two(at: datetime) -> None:
    """Hard negatives that people labelled: the first is known, the second arrives with and without a code."""
    pairs = different_pairs()
    assert len(pairs) > 50
    known = [Subject(kind="enterprise", name=first, uscc=code(n), changed_at=at) for n, (first, _) in enumerate(pairs)]
    Subject.objects.bulk_create(known)
    with_code = [(second, code(100_000 + n)) for n, (_, second) in enumerate(pairs)]
    sent(at, [*with_code, *((second, "") for _, second in pairs)])
    with connection.cursor() as cursor:
        cursor.execute(_IMPORTED, {"known": [one.pk for one in known]})
        _, _, to_known, by_other, wrongly, shown_unlinked, _ = cursor.fetchone()
    assert (to_known, by_other, wrongly, shown_unlinked) == (0, 0, 0, 0)
    tell(f"R10: {len(pairs)} labelled pairs of different organisations, 0 joined")
