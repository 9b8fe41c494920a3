"""The search of the register: what is found, in which order, and who is not."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from creditport.engines.search.grams import grams, postgres_grams
from creditport.engines.search.initials import initials
from creditport.engines.search.spelling import SPELL_FROM, normalise
from creditport.kernel.identity.actor import PUBLIC, SYSTEM, NotPermittedError
from creditport.subjects.persons.actions import keep_person
from creditport.subjects.persons.identity import Identity
from creditport.subjects.register import queries
from creditport.subjects.register.actions import rename, set_status
from creditport.subjects.register.choices import NameKind, SubjectKind, SubjectStatus
from creditport.subjects.register.models import Subject, SubjectName
from creditport.subjects.register.queries import search, status_on, subject_by_uscc
from creditport.subjects.register.search import Commonness, by_name, question_of

pytestmark = pytest.mark.django_db


def _subject(name: str, at: datetime, uscc: str | None = None) -> Subject:
    subject = Subject.objects.create(kind=SubjectKind.ENTERPRISE, uscc=uscc, name=name, changed_at=at)
    SubjectName.objects.create(
        subject=subject, name=name, kind=NameKind.CURRENT, grams=grams(name), initials=initials(name)
    )
    return subject


@pytest.fixture
def town(at: datetime) -> dict[str, Subject]:
    names = ["椰风", "椰风实业有限公司", "海南椰风实业有限公司", "三亚大椰风商行", "海南（三亚）海棠Ａ公司", "琼海陈记"]
    return {name: _subject(name, at, f"91460000MA5T0000{place}X") for place, name in enumerate(names)}


def _names(question: str) -> list[str]:
    return [hit.name for hit in search(question).items]


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("椰风", ["椰风", "椰风实业有限公司", "海南椰风实业有限公司", "三亚大椰风商行"]),
        ("风实业", ["椰风实业有限公司", "海南椰风实业有限公司"]),
        ("海南椰风实业有限公司", ["海南椰风实业有限公司"]),
        ("海南(三亚)海棠a", ["海南（三亚）海棠Ａ公司"]),
        ("yfsy", ["椰风实业有限公司", "海南椰风实业有限公司"]),
        ("HNYF", ["海南椰风实业有限公司"]),
        ("琼", ["琼海陈记"]),
        ("91460000MA5T00005X", ["琼海陈记"]),
        ("91460000ma5t 00005", ["琼海陈记"]),
        ("不存在的名字", []),
        ("%", []),
        ("_椰", ["椰风", "椰风实业有限公司", "海南椰风实业有限公司"]),
        ("", []),
        ("\x00", []),
    ],
)
def test_what_is_found_best_first(question: str, names: list[str]) -> None:
    assert _names(question) == names


def test_code_prefix_finds_all(town: dict[str, Subject]) -> None:
    result = search("9146")
    assert (len(result.items), result.total, result.capped) == (6, 6, False)
    assert len(search("9146", limit=2).items) == 2


def test_same_named_firms_are_all_shown(town: dict[str, Subject], at: datetime) -> None:
    _subject("椰风", at)
    assert _names("椰风")[:2] == ["椰风", "椰风"]


def test_former_names_are_found_and_stand_behind(town: dict[str, Subject], at: datetime) -> None:
    rename(actor=SYSTEM, at=at, subject_id=town["琼海陈记"].pk, name="琼海新记", since=date(2026, 11, 1))
    rename(actor=SYSTEM, at=at, subject_id=town["三亚大椰风商行"].pk, name="陈记", since=date(2026, 11, 1))
    hits = search("琼海陈记").items
    assert [(hit.name, hit.former_name) for hit in hits] == [("琼海新记", "琼海陈记")]
    _subject("琼海陈记", at)
    assert [(hit.name, hit.former_name) for hit in search("琼海陈记").items] == [
        ("琼海陈记", None),
        ("琼海新记", "琼海陈记"),
    ]


def test_renaming_back_and_forth_keeps_one_entry_of_each_name(town: dict[str, Subject], at: datetime) -> None:
    subject = town["琼海陈记"]
    for name in ("琼海新记", "琼海陈记", "琼海新记"):
        rename(actor=SYSTEM, at=at, subject_id=subject.pk, name=name, since=date(2026, 11, 1))
    kinds = sorted(subject.names.values_list("name", "kind"))
    assert kinds == [("琼海新记", "current"), ("琼海新记", "former"), ("琼海陈记", "former")]


def test_only_operators_change_the_register(town: dict[str, Subject], at: datetime) -> None:
    with pytest.raises(NotPermittedError):
        rename(actor=PUBLIC, at=at, subject_id=town["椰风"].pk, name="x", since=date(2026, 1, 1))


def test_status_has_a_history(town: dict[str, Subject], at: datetime) -> None:
    subject = set_status(
        actor=SYSTEM,
        at=at,
        subject_id=town["椰风"].pk,
        status=SubjectStatus.REORGANISATION,
        since=date(2026, 3, 1),
        reason="(2026)琼01破1号",
    )
    assert status_on(subject, date(2026, 2, 28)) is SubjectStatus.UNKNOWN
    assert status_on(subject, date(2026, 3, 1)) is SubjectStatus.REORGANISATION


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("耶风", ["椰风", "椰风实业有限公司", "三亚大椰风商行", "海南椰风实业有限公司"]),
        ("椰風", ["椰风", "椰风实业有限公司", "三亚大椰风商行", "海南椰风实业有限公司"]),
        ("挪凤实业", ["椰风实业有限公司", "海南椰风实业有限公司"]),
        ("穷海陈记", ["琼海陈记"]),
        ("京海陈己", ["琼海陈记"]),
        ("qionghaichenji", ["琼海陈记"]),
        ("yefeng", ["椰风", "椰风实业有限公司", "三亚大椰风商行", "海南椰风实业有限公司"]),
        ("椰", ["椰风", "椰风实业有限公司", "海南椰风实业有限公司"]),
        ("风马牛", []),
    ],
)
def test_what_sounds_or_looks_alike_is_found_and_said_to_be_so(question: str, names: list[str]) -> None:
    hits = search(question).items
    assert [hit.name for hit in hits] == names
    assert {hit.similar for hit in hits} <= {question != "椰"}


def test_similar_names_stand_behind_the_few_that_hold_the_question(town: dict[str, Subject], at: datetime) -> None:
    _subject("耶风商行", at)
    found = [(hit.name, hit.similar) for hit in search("耶风").items]
    assert found[:2] == [("耶风商行", False), ("椰风", True)]
    _subject("耶风", at)
    assert [hit.name for hit in search("耶风").items] == ["耶风", "耶风商行"]


def test_a_question_that_sounds_like_common_pairs_is_taken_for_them(
    town: dict[str, Subject], monkeypatch: pytest.MonkeyPatch
) -> None:
    common = Commonness(2_000_000, dict.fromkeys(grams("有限公司"), 0.5))
    monkeypatch.setattr(queries._commonness, "now", lambda using: common)
    assert [(hit.name, hit.similar) for hit in search("有线公司").items] == [
        ("椰风实业有限公司", True),
        ("海南椰风实业有限公司", True),
    ]


def test_persons_are_never_found(at: datetime) -> None:
    keep_person(actor=SYSTEM, at=at, identity=Identity("林小妹", "居民身份证", "11010519491231002X"))
    for question in ("林小妹", "林小", "lxm", "110105", "11010519491231002X"):
        assert search(question).items == ()
    assert subject_by_uscc("11010519491231002X") is None


def test_subject_by_code_in_any_spelling(town: dict[str, Subject]) -> None:
    found = subject_by_uscc("９1460000 ma5t00005x")
    assert found is not None and found.name == "琼海陈记"


def test_more_than_two_thousand_hits_are_capped(at: datetime) -> None:
    subjects = Subject.objects.bulk_create(
        Subject(kind=SubjectKind.ENTERPRISE, name=f"天涯{place}号店", changed_at=at) for place in range(2_100)
    )
    SubjectName.objects.bulk_create(
        SubjectName(subject=each, name=each.name, kind=NameKind.CURRENT, grams=grams(each.name), initials="tyhd")
        for each in subjects
    )
    for question in ("天涯", "号店"):
        result = search(question)
        assert (len(result.items), result.total, result.capped) == (20, None, True)
    assert search("天涯2099").total == 1


def test_common_pairs_find_the_same_by_reading_on(town: dict[str, Subject], monkeypatch: pytest.MonkeyPatch) -> None:
    rare = _names("椰风")
    common = Commonness(2_000_000, dict.fromkeys(grams("椰风"), 0.5))
    monkeypatch.setattr(queries._commonness, "now", lambda using: common)
    assert by_name(question_of("椰风"), (), common, 20).parameters["pairs"] is None
    assert _names("椰风") == rare


def test_the_rarest_pairs_are_asked() -> None:
    common = Commonness(2_000_000, dict.fromkeys(grams("有限公司"), 0.5))
    way = by_name(question_of("椰有限公司"), (), common, 20)
    assert way.parameters["pairs"] == grams("椰有")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.one_of(st.sampled_from(SPELL_FROM), st.characters(codec="utf-8", exclude_characters="\x00"))))
def test_postgres_spells_and_pairs_as_python_does(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT normal, {postgres_grams('normal').replace('%', '%%')} FROM creditport_spelled(%s) AS normal",
            [text],
        )
        assert cursor.fetchone() == (normalise(text), grams(text))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_no_question_breaks_the_search(text: str) -> None:
    search(text)
