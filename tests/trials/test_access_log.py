"""R17: whoever reads what is sealed of persons is in the log, as often as it was read; nobody else reads a row."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client

from creditport.foundation.ingestion.actions import apply, receive
from creditport.foundation.ingestion.choices import Channel
from creditport.foundation.ingestion.models import Submission
from creditport.kernel.identity.actor import SYSTEM, Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.subjects.persons.actions import keep_person, open_access
from creditport.subjects.persons.identity import Identity
from creditport.subjects.persons.models import AccessOpening
from creditport.subjects.persons.queries import accesses_of, find, identity_of
from tests.factories.people import LIN_XIAOMEI
from tests.factories.staff import MARKET, every_role, signed_in
from tests.foundation.ingestion.sending import AT
from tests.trials.canaries import Aviary, personal_file
from tests.trials.scale import rounds, tell

pytestmark = pytest.mark.django_db
AUDITOR = Actor(kind=ActorKind.STAFF, name="auditor", role=Role.AUDITOR)
CLERK = Actor(kind=ActorKind.STAFF, name="clerk", role=Role.REPORTER, agency=MARKET)


def openings() -> int:
    """How many openings are in the log, as an auditor sees it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('creditport.reader', 'auditor', true)")
        number = AccessOpening.objects.count()
        cursor.execute("SELECT set_config('creditport.reader', '', true)")
    return number


def raw_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM subjects_person")
        return int(cursor.fetchone()[0])


def test_reads_equal_entries(at: datetime) -> None:
    number = rounds(8, share=0.5)
    bird = Aviary().one("reads")
    who = Identity(bird.name, "居民身份证", bird.number)
    person = keep_person(actor=SYSTEM, at=at, identity=who)
    for place in range(number):
        assert (raw_rows(), find(who.document_kind, who.document_number), identity_of(person)) == (0, None, None)
        with open_access(
            actor=CLERK,
            at=at,
            purpose="statutory-duty",
            basis="行政处罚法第四十八条",
            case=str(place),
            subject_id=person,
        ):
            assert identity_of(person) == who
    log = accesses_of(actor=AUDITOR, subject_id=person)
    assert sorted(int(access.case) for access in log) == list(range(number))
    tell(f"R17: {number} reads, {len(log)} entries")


@pytest.fixture
def of_a_person(at: datetime) -> Submission:
    """A faulty and a sound row of natural persons."""
    aviary = Aviary()
    rows = [aviary.person(aviary.one("sound")), aviary.person(aviary.one("faulty"), decided_on="没有")]
    kept = receive(
        actor=LIN_XIAOMEI,
        at=AT,
        item="penalty",
        agency=MARKET,
        channel=Channel.PAGE,
        filename="f.csv",
        stream=BytesIO(personal_file(rows)),
    )
    return apply(actor=LIN_XIAOMEI, at=AT, submission_id=kept.id)


def test_matching_persons_reads_no_identity(of_a_person: Submission) -> None:
    assert (of_a_person.accepted, of_a_person.rejected) == (1, 1)
    assert (openings(), raw_rows()) == (0, 0)


@pytest.mark.parametrize("name", ["received", "mend.xlsx"])
def test_giving_back_what_was_sent_is_in_the_log(of_a_person: Submission, name: str) -> None:
    """The file as received, and the rows to mend, hold numbers of persons."""
    browser: Client = signed_in(every_role()["reporter"])
    before = openings()
    answer = browser.get(f"/office/submissions/{of_a_person.reference}/{name}")
    assert answer.status_code == 200
    assert openings() == before + 1


@pytest.mark.parametrize("path", ["", "progress/"])
def test_pages_show_nothing_that_is_sealed(of_a_person: Submission, path: str) -> None:
    browser = signed_in(every_role()["reporter"])
    answer = browser.get(f"/office/submissions/{of_a_person.reference}/{path}")
    assert answer.status_code == 200
    assert openings() == 0
    assert "460199" not in answer.content.decode()
