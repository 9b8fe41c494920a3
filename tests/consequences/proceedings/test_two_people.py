"""Whoever noted a proceeding enters nothing that was ordered in it, whatever way they take round the code."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, connection, transaction

from creditport.consequences.proceedings.choices import Contested, ProceedingAct, Result
from creditport.consequences.proceedings.models import Proceeding, ProceedingEvent
from creditport.consequences.refusals import RefusedError, refused_by_law
from creditport.foundation.publicity.queries import public_records
from creditport.kernel.identity.choices import Role
from tests.factories.cases import MANAGER, OFFICER
from tests.factories.proceedings import contest
from tests.factories.repairs import fined_restaurant
from tests.factories.staff import MARKET, staff

pytestmark = pytest.mark.django_db
SQL = """INSERT INTO consequences_proceedingevent (proceeding_id, act, result, ruling, ruled_on, reason, at, by)
         VALUES (%s, %s, %s, '（2026）琼行初1号', '2026-11-20', '', %s, %s)"""


@pytest.fixture
def noted(at: datetime) -> Proceeding:
    """A fine that is contested, as 林晓梅 noted."""
    _, record = fined_restaurant(at)
    found = contest(at, Contested.RECORD, record.key)
    assert found.noted_by == OFFICER.name
    return found


def write(noted: Proceeding, at: datetime, by: str, act: str = ProceedingAct.SUSPENDED, result: str = "") -> None:
    """Straight into the table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SQL, [noted.pk, act, result, at, by])


@pytest.mark.parametrize(
    ("act", "result"), [(ProceedingAct.SUSPENDED, ""), (ProceedingAct.ENDED, Result.ANNULLED)], ids=str
)
def test_the_same_person_orders_nothing_by_sql(noted: Proceeding, at: datetime, act: str, result: str) -> None:
    with pytest.raises(IntegrityError, match="登记复议、诉讼与录入其决定须由不同的人办理"):
        write(noted, at, OFFICER.name, act, result)
    assert not ProceedingEvent.objects.exists()
    assert len(public_records(noted.subject_id)) == 1
    write(noted, at, MANAGER.name, act, result)
    assert ProceedingEvent.objects.get().by == MANAGER.name


def test_nor_by_the_model_and_the_refusal_says_why(noted: Proceeding, at: datetime) -> None:
    with pytest.raises(RefusedError) as refused, refused_by_law():
        ProceedingEvent.objects.create(
            proceeding=noted, act=ProceedingAct.SUSPENDED, ruling="1", ruled_on=at.date(), at=at, by=OFFICER.name
        )
    assert refused.value.code == "order-other-person"
    assert refused.value.en == "Whoever noted the proceeding does not enter what was ordered in it; a colleague does."


def test_nor_by_the_owner_of_the_tables(noted: Proceeding, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE NONE")
    with pytest.raises(IntegrityError, match="a colleague does"):
        write(noted, at, OFFICER.name)


def under(noted: Proceeding, name: str, reference: str) -> Proceeding:
    """Another proceeding about the same act, noted under that name."""
    values = {each.attname: getattr(noted, each.attname) for each in Proceeding._meta.concrete_fields}
    return Proceeding.objects.create(**{**values, "id": None, "reference": reference, "noted_by": name})


@pytest.mark.parametrize("name", ["system", "key:a1b2c3"])
def test_systems_are_no_persons_but_an_account_that_bears_their_name_is(
    noted: Proceeding, at: datetime, name: str
) -> None:
    write(under(noted, name, "（2026）琼行初2号"), at, name)
    assert ProceedingEvent.objects.count() == 1
    staff(name, Role.AGENCY_MANAGER, MARKET)
    with pytest.raises(IntegrityError, match="由不同的人办理"):
        write(under(noted, name, "（2026）琼行初3号"), at, name)
