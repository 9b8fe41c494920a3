"""An adversary with a console: SQL as the application's role and as the public's, against the four promises.

Held is not shown; nothing rests on a name alone; no purpose, no rows; what is written stays written.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from psycopg import sql

from creditport.kernel.identity.actor import SYSTEM
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from tests.factories.records import draft, make_subject, write
from tests.trials.scale import tell

pytestmark = pytest.mark.django_db(transaction=True)
Console = psycopg.Connection[tuple[object, ...]]
NAME = "钟离歌笙"
WHO = Identity(NAME, "居民身份证", "46019919870412101X")


@pytest.fixture
def world(at: datetime, database_url: str) -> str:
    """One enterprise with a penalty that shows, one person; the address of the database."""
    write(draft(make_subject(at=at).pk), at=at)
    keep_person(actor=SYSTEM, at=at, identity=WHO)
    return database_url


@pytest.fixture
def app(world: str) -> Iterator[Console]:
    yield from console(world, "creditport_app")


@pytest.fixture
def public(world: str) -> Iterator[Console]:
    yield from console(world, "creditport_public")


def console(url: str, role: str) -> Iterator[Console]:
    with psycopg.connect(url, autocommit=True, options=f"-c role={role}") as connection:
        yield connection


def refused(console: Console, statement: str) -> bool:
    """Whether the database refuses, or finds nothing to do it to."""
    try:
        done = console.execute(sql.SQL(statement))
    except psycopg.Error:
        console.execute("ROLLBACK")
        return True
    return done.rowcount == 0


OWNERS_ONLY = (
    "ALTER TABLE foundation_record DISABLE TRIGGER ALL",
    "ALTER TABLE subjects_person DISABLE ROW LEVEL SECURITY",
    "ALTER TABLE subjects_person NO FORCE ROW LEVEL SECURITY",
    "DROP TRIGGER foundation_record_append_only ON foundation_record",
    "DROP TABLE kernel_auditentry",
    "DROP POLICY subjects_person_read ON subjects_person",
    "CREATE POLICY mine ON subjects_person FOR SELECT USING (true)",
    "CREATE OR REPLACE FUNCTION creditport_day() RETURNS date LANGUAGE sql AS $$ SELECT date '2020-01-01' $$",
    "CREATE OR REPLACE FUNCTION creditport_refuse_change() RETURNS trigger LANGUAGE plpgsql AS"
    " $$ BEGIN RETURN NEW; END $$",
    "CREATE OR REPLACE VIEW public_record AS SELECT * FROM foundation_record",
    "CREATE VIEW mine AS SELECT * FROM subjects_person",
    "CREATE TABLE mine (x int)",
    "SET session_replication_role = replica",
    "COPY foundation_record TO PROGRAM 'cat'",
    "SELECT pg_read_file('/etc/passwd')",
    "CREATE EXTENSION dblink",
    "SET SESSION AUTHORIZATION postgres",
    "SET row_security = off; SELECT * FROM subjects_person",
)


@pytest.mark.parametrize("statement", OWNERS_ONLY)
def test_only_the_owner_changes_the_rules(app: Console, statement: str) -> None:
    assert refused(app, statement)


def test_the_public_role_may_do_nothing_at_all(public: Console) -> None:
    assert [statement for statement in OWNERS_ONLY if not refused(public, statement)] == []


# -- what is written stays written --

_APPEND_ONLY = """
SELECT c.relname, bool_or(tgtype & 16 > 0), bool_or(tgtype & 8 > 0), bool_or(tgtype & 32 > 0)
FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid
JOIN pg_proc AS p ON p.oid = t.tgfoid WHERE p.proname = 'creditport_refuse_change' AND tgtype & 1 = 0
GROUP BY c.relname ORDER BY 1
"""


def test_append_only_tables_refuse_everybody(world: str, app: Console) -> None:
    """For every statement that a trigger of the table is to refuse; the application cannot truncate anything."""
    with psycopg.connect(world, autocommit=True) as owner:
        tables = owner.execute(_APPEND_ONLY).fetchall()
        assert {"foundation_record", "kernel_auditentry", "subjects_accessopening"} <= {row[0] for row in tables}
        changed = []
        for table, *watched in tables:
            column = first_column(owner, str(table))
            acts = (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE")
            for act in (act for act, watch in zip(acts, watched, strict=True) if watch):
                changed += [f"{who}: {act}" for who, one in (("app", app), ("owner", owner)) if not raised(one, act)]
            assert raised(app, acts[2])
        tell(f"adversary: {len(tables)} append-only tables")
        assert changed == []


def test_no_right_is_passed_on(app: Console) -> None:
    app.execute("GRANT SELECT ON foundation_record TO creditport_public")  # warns, and grants nothing
    asked = "SELECT has_table_privilege('creditport_public', 'foundation_record', 'SELECT')"
    assert app.execute(asked).fetchone() == (False,)


def first_column(console: Console, table: str) -> str:
    found = console.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position LIMIT 1",
        [table],
    ).fetchone()
    assert found is not None
    return str(found[0])


def raised(console: Console, statement: str) -> bool:
    try:
        console.execute(sql.SQL(statement))
    except psycopg.errors.InsufficientPrivilege:
        return True
    except psycopg.Error:
        return True
    return False


FORGED = (
    "INSERT INTO kernel_auditentry (id, at, actor_kind, actor_name, agency, act, object_kind, object_id, details,"
    " previous, digest) VALUES (1, now(), 'staff', 'x', '', 'x', 'x', 'x', '{}', '\\x00', '\\x00')"
)


def test_an_audit_entry_is_numbered_and_linked_whatever_it_claims(app: Console) -> None:
    [before] = app.execute("SELECT entries FROM kernel_audithead").fetchall()
    app.execute(FORGED)
    [after] = app.execute("SELECT max(id), count(*) FROM kernel_auditentry").fetchall()
    assert after == (int(str(before[0])) + 1, int(str(before[0])) + 1)
    for act in ("UPDATE kernel_audithead SET entries = 0", "DELETE FROM kernel_audithead", "TRUNCATE kernel_audithead"):
        assert raised(app, act)
    from creditport.kernel.audit.queries import verify

    assert verify().sound


# -- held is not shown, and nothing by name alone --

_COPY = """
INSERT INTO foundation_record (key, version, cause, item, adverse, subject_id, linked_by, agency, submission_id,
    row_number, severity, decided_on, valid_until, state, reason, content, held, digest, recorded_at, rules, shown,
    public_from, repair_opens_on, public_until)
SELECT gen_random_uuid(), 1, cause, item, {adverse}, {subject}, {linked}, agency, submission_id, row_number, {severity},
    decided_on, valid_until, {state}, reason, content, held, digest, recorded_at, rules, true, public_from,
    repair_opens_on, {until}
FROM foundation_record LIMIT 1
"""
_SOUND = {
    "adverse": "true", "subject": "subject_id", "linked": "'uscc'", "severity": "2", "state": "'in-force'",
    "until": "public_until",
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"linked": "'name'"},
        {"linked": "''"},
        {"linked": "'NAME'"},
        {"linked": "'party-name'"},
        {"linked": "'姓名'"},
        {"linked": "' name'"},
        {"linked": "'similarity'"},
        {"subject": "NULL"},
        {"subject": "NULL", "linked": "''"},
        {"severity": "NULL"},
        {"until": "NULL"},
        {"state": "'withdrawn'"},
        {"state": "'anything'"},
    ],
    ids=str,
)
def test_no_record_is_shown_against_a_promise(app: Console, change: dict[str, str]) -> None:
    assert raised(app, _COPY.format(**_SOUND | change))


def test_a_record_of_a_person_never_shows(app: Console, public: Console) -> None:
    app.execute(_COPY.format(**_SOUND | {"subject": "(SELECT id FROM subjects_subject WHERE kind = 'person')"}))
    assert public.execute("SELECT count(*) FROM public_record").fetchone() == (1,)


PERSON_SHOWN = (
    "UPDATE subjects_subject SET kind = 'enterprise', name = '{name}' WHERE kind = 'person'",
    "UPDATE subjects_subject SET name = '{name}' WHERE kind = 'person'",
    "UPDATE subjects_subject SET uscc = '91460100MA5RFXBU9Q' WHERE kind = 'person'",
    "INSERT INTO subjects_subjectname (subject_id, name, kind, grams, initials)"
    " SELECT id, '{name}', 'current', '{{}}', '' FROM subjects_subject WHERE kind = 'person'",
)


@pytest.mark.parametrize("statement", PERSON_SHOWN)
def test_a_person_cannot_be_made_public(app: Console, public: Console, statement: str) -> None:
    raised(app, statement.format(name=NAME))
    assert public.execute("SELECT count(*) FROM public_subject").fetchone() == (1,)
    assert public.execute("SELECT count(*) FROM public_subject_name WHERE name = %s", [NAME]).fetchone() == (0,)
    assert app.execute("SELECT count(*) FROM subjects_subject WHERE name = %s", [NAME]).fetchone() == (0,)


def test_the_public_role_sees_no_column_that_is_held(public: Console) -> None:
    readable = public.execute(
        "SELECT table_name, column_name FROM information_schema.column_privileges WHERE grantee = 'creditport_public'"
    ).fetchall()
    assert {str(name) for name, _ in readable if not str(name).startswith("public_")} <= {"creditport_version"}
    assert {str(column) for _, column in readable} & {"held", "sealed", "number_index"} == set()


def test_the_public_role_learns_nothing_from_statistics(world: str, public: Console) -> None:
    with psycopg.connect(world, autocommit=True) as owner:
        owner.execute("ANALYZE")
    assert public.execute("SELECT tablename FROM pg_stats WHERE schemaname = 'public'").fetchall() == []


_DEFINERS = """
SELECT p.proname FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND p.prosecdef AND p.prorettype <> 'trigger'::regtype
  AND has_function_privilege('creditport_public', p.oid, 'EXECUTE')
"""


def test_the_public_role_calls_nothing_that_acts_for_the_owner(app: Console) -> None:
    assert {str(name) for (name,) in app.execute(_DEFINERS).fetchall()} <= {"creditport_gram_shares"}


# -- no purpose, no rows --

PEEKS = (
    "SELECT * FROM subjects_person",
    "SELECT set_config('creditport.access', '1', false); SELECT * FROM subjects_person",
    "UPDATE subjects_person SET recorded_at = recorded_at RETURNING *",
    "TABLE subjects_person",
    "SELECT * FROM subjects_subject JOIN subjects_person ON subject_id = id",
    "CREATE FUNCTION pg_temp.peek(bytea) RETURNS bool LANGUAGE plpgsql COST 0.0000001 AS"
    " $$ BEGIN RAISE EXCEPTION 'seen'; END $$; SELECT * FROM subjects_person WHERE pg_temp.peek(sealed)",
    "SELECT * FROM pg_stats WHERE tablename = 'subjects_person' AND attname = 'number_index'",
    "INSERT INTO subjects_person SELECT * FROM subjects_person ON CONFLICT (subject_id)"
    " DO UPDATE SET sealed = 'x' RETURNING *",
    "DELETE FROM subjects_person RETURNING *",
)


@pytest.mark.parametrize("statement", PEEKS)
def test_no_purpose_no_rows(app: Console, statement: str) -> None:
    try:
        done = app.execute(sql.SQL(statement))
    except psycopg.Error as error:
        assert "seen" not in str(error)
        return
    while done.nextset():
        pass
    assert done.description is None or done.fetchall() == []
