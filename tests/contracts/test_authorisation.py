"""The authorisation matrix: every address by every role, every command. What is refused changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
import typer
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from creditport.consequences.lists.models import ListEntry
from creditport.consequences.measures.actions import apply_measure
from creditport.consequences.measures.models import MeasureApplication, MeasureEvent
from creditport.engines.cases.models import Case as Opened
from creditport.foundation.ingestion.models import Submission
from creditport.foundation.records.models import Record
from creditport.foundation.withdrawals.actions import propose_withdrawal
from creditport.foundation.withdrawals.models import Withdrawal
from creditport.kernel.audit.models import AuditEntry
from creditport.kernel.clock.clock import civil_day, now
from creditport.kernel.factors.actions import propose_reset
from creditport.kernel.factors.choices import IdentityCheck
from creditport.kernel.factors.models import FactorReset
from creditport.kernel.identity.actor import SYSTEM, Actor
from creditport.kernel.identity.choices import ActorKind, Role
from creditport.kernel.identity.models import User
from creditport.sites.console.main import GROUPS
from creditport.subjects.mandates.models import Mandate
from tests.factories.cases import PDF, open_repair
from tests.factories.consequences import bar_from_procurement, enter, procurement_draft
from tests.factories.mandates import counsel
from tests.factories.notices import notice_set
from tests.factories.records import draft, make_subject, write
from tests.factories.staff import MADE_AT, MARKET, every_role, signed_in, staff
from tests.factories.submissions import problem, submission

MATRIX = yaml.safe_load((Path(__file__).parent / "authorisation.yml").read_text(encoding="utf-8"))
BY_PROGRAMS = {**MATRIX["key"], **MATRIX["key-or-staff"]}
KINDS = ("stranger", "reporter", "reporter_other", "manager", "operator", "auditor")
PROPOSED = "5a0a25ba-8b3b-4b9f-9a2b-1e1c4f6d8b00"  # somebody proposed to withdraw this record
KEY = "6b1b36cb-9a4c-4a0e-8b3c-0f2d5a7e9c11"
CSV = "行政相对人名称,行政处罚决定文书号\n海口某公司,\n".encode()


@dataclass(frozen=True, slots=True)
class Case:
    """One address, one way of asking, one kind of visitor, and what is to happen."""

    route: str
    method: str
    kind: str
    expected: str

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.kind}"


def cases() -> Iterator[Case]:
    for route, methods in MATRIX["office"].items():
        for method, letters in methods.items():
            for kind, letter in zip(KINDS, letters, strict=True):
                yield Case(route, method, kind, letter)


ARGUMENTS: dict[str, dict[str, object]] = {
    "office:template": {"item": "penalty", "form": "csv"},
    "office:case-open": {"kind": "bankruptcy-protection"},
    "office:record": {"key": KEY},
    "office:withdraw": {"key": KEY},
    "office:withdraw-confirm": {"key": PROPOSED},
    "office:withdraw-decline": {"key": PROPOSED},
    "office:repair-window": {"key": KEY},
    "office:repair-duty": {"key": KEY},
    "office:notices": {"key": KEY},
    "office:proceedings": {"kind": "record", "id": KEY},
    "office:proceeding-order": {"number": 1},
    "office:recipients": {"key": KEY},
    "office:notice-serve": {"number": 9001},
    "office:notice-manifest": {"number": 9001},
    "office:notice-paper": {"number": 9001, "name": "all"},
    "office:staff-suspend": {"username": "new.reporter"},
    "office:staff-restore": {"username": "new.reporter"},
    "office:staff-role": {"username": "new.reporter"},
    "office:staff-link": {"username": "new.reporter"},
    "office:factors": {"username": "new.reporter"},
    **{
        f"office:{name}": {"username": "yehai.fudao"}
        for name in ("person", "person-suspend", "person-restore", "person-link")
    },
    **{
        f"office:{name}": {"reference": "S20261124-AAAAAA"}
        for name in ("submission", "progress", "resume", "resend-sheet", "received")
    },
}


def _arguments(route: str) -> dict[str, object] | None:
    """What stands in the address; a case has its number from the database."""
    if route.startswith("office:factors-"):
        return {"number": FactorReset.objects.get().pk}
    if route.startswith("office:mandate"):
        return {"username": "yehai.fudao", "mandate": Mandate.objects.get().pk}
    if route in {"office:list-entry", "office:list-removal", "office:list-annul"}:
        return {"number": ListEntry.objects.get().pk}
    if route in {"office:measure", "office:measure-end", "office:measure-feedback"}:
        return {"number": MeasureApplication.objects.get().pk}
    if not route.startswith("office:case") or route in {"office:cases", "office:case-choose", "office:case-open"}:
        return ARGUMENTS.get(route)
    opened = Opened.objects.get()
    more: dict[str, dict[str, object]] = {
        "office:case-act": {"act": "accept"},
        "office:case-document": {"document": opened.documents.get().pk},
    }
    return {"number": opened.number, **more.get(route, {})}


def _form(case: Case) -> dict[str, object]:
    """What a visitor of this kind would send, complete and correct."""
    agency = {"agency": MARKET} if case.kind in {"operator", "auditor", "stranger"} else {}
    forms: dict[str, dict[str, object]] = {
        "office:upload": {"item": "penalty", "file": SimpleUploadedFile("p.csv", CSV), **agency},
        "office:withdraw": {"reason": "复议撤销", "sure": "on", "after": "1"},
        "office:withdraw-decline": {"reason": "决定没有撤销"},
        "office:staff-new": {"username": "made", "name": "新人", "role": "reporter", **agency},
        "office:conformity": {"file": SimpleUploadedFile("shown.csv", b"key\n")},
        "office:proceedings": {"kind": "litigation", "body": "法院", "reference": "1", "filed_on": "2026-03-05"},
        "office:notice-serve": {"way": "post", "served_on": "2026-03-05", "reference": "EMS 1"},
        "office:list-removal": {"statement": "禁止期限已经届满"},
        "office:list-annul": {"version": "1", "reason": "认错主体"},
        "office:measure-end": {"reason": "复议撤销"},
        "office:measure-feedback": {"text": "已在评审中排除"},
        "office:checks": {
            "subject": "91460100MA5RFXBU8P",
            "scenario": "approval",
            "purpose": "credit-check",
            "case": "1",
        },
        "office:checks-file": {
            "file-file": SimpleUploadedFile("codes.csv", b"91460100MA5RFXBU8P\n"),
            "file-scenario": "approval",
            "file-purpose": "credit-check",
            "file-case": "1",
        },
        "office:case-act": {"accept-version": "1"},
        "office:case-suspend": {"version": "1", "reason": "等待法院意见"},
        "office:case-resume": {"version": "1"},
        "office:case-extend": {"version": "1", "workdays": "5", "reason": "情况复杂"},
        "office:case-attach": {"kind": "proof-of-duties", "file": SimpleUploadedFile("p.pdf", PDF)},
        "office:repair-duty": {"duty": "payment", "state": "done", "stated_on": "2026-05-20"},
        "office:repair-window": {
            "commitment": SimpleUploadedFile("c.pdf", PDF),
            "proof": SimpleUploadedFile("p.pdf", PDF),
        },
        "office:staff-role": {"role": "agency-manager", "agency": MARKET},
        "office:factors": {"reason": "手机遗失", "identity": "document"},
        "office:people-new": {"username": "made", "name": "新人"},
        "office:person": {
            "subject": "91460100MA5RFXBU8P",
            "ground": "legal-representative",
            "document": SimpleUploadedFile("licence.pdf", PDF),
        },
        **{f"office:{act}": {"reason": "left"} for act in ("staff-suspend", "person-suspend", "factors-decline")},
        "office:mandate-end": {"reason": "合同解除"},
    }
    return forms.get(case.route, {})


@pytest.fixture
def world(db: None) -> dict[str, User]:
    """An agency with a submission, a record and one more reporter; and an account of every kind."""
    users = every_role()
    staff("new.reporter", Role.REPORTER, MARKET)
    _lost_its_phone("lost.phone")
    problem(submission(reference="S20261124-AAAAAA", agency=MARKET, file=CSV), row=1)
    one = draft(make_subject(at=MADE_AT).pk)
    write(
        type(one)(**{**{f: getattr(one, f) for f in one.__slots__}, "key": KEY, "public_until": date(2099, 3, 1)}),
        at=MADE_AT,
    )
    write(type(one)(**{**{f: getattr(one, f) for f in one.__slots__}, "key": PROPOSED}), at=MADE_AT)
    propose_withdrawal(actor=users["reporter"].actor, at=MADE_AT, key=UUID(PROPOSED), after=1, reason="复议撤销")
    open_repair(at=MADE_AT)
    assert one.subject_id is not None
    _enter(one.subject_id)
    notice_set(UUID(KEY), MARKET, at=MADE_AT)
    other = make_subject(at=MADE_AT, name="三亚某公司", uscc="91460200MA5RFXBU8Q")
    counsel(other.pk, MADE_AT, date(2099, 1, 1))
    return users


def _lost_its_phone(username: str) -> None:
    """A reporter of the agency, whose second factors a manager proposed to reset."""
    staff(username, Role.REPORTER, MARKET)
    first = Actor(kind=ActorKind.STAFF, name="he.fang", role=Role.AGENCY_MANAGER, agency=MARKET)
    propose_reset(actor=first, at=MADE_AT, username=username, reason="手机遗失", identity=IdentityCheck.DOCUMENT)


def _enter(subject_id: int) -> None:
    """An entry in force of the agency, and a measure that follows it."""
    entry = enter(replace(procurement_draft(subject_id), agency=MARKET), at=MADE_AT)
    wanted = bar_from_procurement(entry, starts_on=civil_day(now()))
    apply_measure(actor=SYSTEM, at=now(), agency=MARKET, wanted=wanted)


def _state() -> tuple[object, ...]:
    """Everything that a refused request must leave as it was."""
    users = tuple(User.objects.order_by("id").values_list("username", "role", "is_active", "password"))
    cases = tuple(Opened.objects.order_by("id").values_list("version", "step", "due_on"))
    mandates = tuple(Mandate.objects.order_by("id").values_list("account", "subject", "ended_at"))
    proposals = tuple(Withdrawal.objects.order_by("id").values_list("record_key", "outcome"))
    resets = tuple(FactorReset.objects.order_by("id").values_list("holder", "outcome"))
    entries = tuple(ListEntry.objects.order_by("id").values_list("version", "state"))
    return (
        resets,
        entries,
        MeasureEvent.objects.count(),
        AuditEntry.objects.count(),
        Submission.objects.count(),
        Record.objects.count(),
        users,
        cases,
        mandates,
        proposals,
    )


def _outcome(response: HttpResponseBase) -> str:
    if response.status_code in {401, 403, 404}:
        return "d"
    if response.status_code == 302 and "/accounts/login/" in response["Location"]:
        return "s"
    assert response.status_code in {200, 302}, response.status_code
    return "a"


@pytest.mark.parametrize("case", list(cases()), ids=str)
def test_each_role_gets_what_the_matrix_says(case: Case, world: dict[str, User]) -> None:
    client = signed_in(world[case.kind]) if case.kind != "stranger" else Client()
    before = _state()
    address = reverse(case.route, kwargs=_arguments(case.route))
    response = client.get(address) if case.method == "GET" else client.post(address, _form(case))
    assert _outcome(response) == case.expected
    if case.expected != "a":
        assert _state() == before


def _routes(patterns: list[URLPattern | URLResolver], namespace: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _routes(pattern.url_patterns, inner)
        else:
            yield f"{namespace}{pattern.name or pattern.pattern}"


def _listed() -> set[str]:
    return {*MATRIX["office"], *MATRIX["own"], *MATRIX["mine"], *BY_PROGRAMS, *MATRIX["public"]}


def test_every_address_is_in_the_matrix() -> None:
    assert sorted(set(_routes(get_resolver().url_patterns)) - _listed()) == []


def test_the_matrix_names_only_addresses_that_exist() -> None:
    assert sorted(_listed() - set(_routes(get_resolver().url_patterns))) == []


KEY_ARGUMENTS: dict[str, dict[str, object]] = {
    "api:one_submission": {"reference": "S20261124-AAAAAA"},
    "api:submission_problems": {"reference": "S20261124-AAAAAA"},
    "api:one_proceeding": {"number": 1},
    "api:tell_order": {"number": 1},
    "api:kept_check": {"decision_id": KEY},
    "api:read_notices": {"key": KEY},
    "api:read_notice": {"key": KEY, "name": "all"},
}


@pytest.mark.parametrize("route", BY_PROGRAMS)
@pytest.mark.parametrize("header", [{}, {"Authorization": "Bearer cp_deadbeef_" + "0" * 64}], ids=["none", "forged"])
def test_without_its_key_a_program_gets_nothing(route: str, header: dict[str, str], world: dict[str, User]) -> None:
    before = _state()
    address = reverse(route, kwargs=KEY_ARGUMENTS.get(route))
    strangers = [Client(), signed_in(world["auditor"])] if route in MATRIX["key"] else [Client()]
    for client in strangers:
        response = client.generic(BY_PROGRAMS[route], address, b"{}", "application/json", headers=header)
        assert response.status_code in {401, 403}
    assert _state() == before


@pytest.mark.parametrize("route", MATRIX["own"])
def test_the_own_account_needs_a_sign_in(route: str, world: dict[str, User]) -> None:
    arguments = {"pk": 1} if route in {"mfa_remove_webauthn", "mfa_edit_webauthn"} else None
    response = Client().get(reverse(route, kwargs=arguments))
    assert _outcome(response) == "s"


OWN_ARGUMENTS: dict[str, dict[str, object]] = {
    **{f"my:{name}": {"key": KEY} for name in ("repair", "object")},
    **{
        f"my:{name}": {"subject": 1}
        for name in ("records", "applications", "messages", "notices", "accesses", "people")
    },
    "my:list-entry": {"subject": 1, "number": 1},
    "my:contested": {"subject": 1, "kind": "record", "id": KEY},
    "my:application": {"number": "20260105-000001"},
    "my:application-act": {"number": "20260105-000001", "act": "withdraw"},
    "my:messages-read": {"subject": 1},
    "my:decision": {"number": 1},
    "my:notice": {"number": 9001, "name": "all"},
    "my:end-mandate": {"subject": 1, "mandate": 1},
}


@pytest.mark.parametrize("route", MATRIX["mine"])
def test_own_pages_are_nobody_elses(route: str, world: dict[str, User]) -> None:
    before = _state()
    address = reverse(route, kwargs=OWN_ARGUMENTS.get(route))
    asked = [Client(), *map(signed_in, world.values())]
    answers = [_outcome(client.generic(MATRIX["mine"][route], address)) for client in asked]
    assert answers == ["s", *["d"] * len(world)]
    assert _state() == before


@pytest.mark.parametrize("route", [name for name in MATRIX["public"] if name.startswith(("account_", "mfa_"))])
def test_signing_in_and_out_asks_nobody_who_they_are(route: str, db: None) -> None:
    arguments = {"secret": "no-such-secret"} if route in {"account_link", "account_enrol"} else None
    assert Client().get(reverse(route, kwargs=arguments)).status_code in {200, 302, 405, 410}


def _commands() -> Iterator[str]:
    for group in GROUPS:
        module = __import__(group.module, fromlist=["app"])
        command = typer.main.get_command(module.app)
        names = getattr(command, "commands", {})
        yield from (f"{group.name} {name}" for name in names) if names else [group.name]


def test_every_command_is_in_the_matrix() -> None:
    assert sorted(set(_commands()) ^ set(MATRIX["commands"])) == []
    assert set(MATRIX["commands"].values()) <= {"system", "agency", "none"}
