"""`creditport audit` and `creditport staff`, as they are typed."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.db import connections
from typer.testing import CliRunner

from creditport.kernel.audit.queries import verify
from creditport.kernel.identity.models import User
from creditport.sites.console import audit, staff
from tests.factories.log import acts
from tests.factories.staff import PASSWORD

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)
RUN = CliRunner()


def _create(*words: str) -> int:
    return RUN.invoke(staff.app, ["create", *words, "--password-stdin"], input=f"{PASSWORD}\n").exit_code


def test_an_auditor_is_made_on_the_command_line() -> None:
    assert _create("chen.jing", "--role", "auditor", "--name", "陈静") == 0
    assert User.objects.get().role == "auditor"
    assert acts() == ["staff.create"]
    assert "chen.jing" in RUN.invoke(staff.app, ["list"]).output


def test_a_closed_account_opens_again() -> None:
    _create("chen.jing", "--role", "auditor")
    assert RUN.invoke(staff.app, ["suspend", "chen.jing", "--reason", "left"]).exit_code == 0
    assert not User.objects.get().is_active
    assert RUN.invoke(staff.app, ["restore", "chen.jing"]).exit_code == 0
    assert acts() == ["staff.create", "staff.suspend", "staff.restore"]


def test_what_cannot_be_made_is_said(at: datetime) -> None:
    assert _create("lin", "--role", "reporter") == 1  # no agency
    assert _create("lin", "--role", "auditor", "--agency", "hainan-finance") == 1
    assert User.objects.count() == 0


def test_the_whole_log_verifies_and_prints_its_head() -> None:
    _create("chen.jing", "--role", "auditor")
    result = RUN.invoke(audit.app, ["verify", "--json"])
    said = json.loads(result.output)
    assert (result.exit_code, said["sound"], said["head"]) == (0, True, str(verify().head))
    assert RUN.invoke(audit.app, ["verify", "--noted", said["head"]]).exit_code == 0
    forged = f"{said['entries']}:{'00' * 32}"
    assert RUN.invoke(audit.app, ["verify", "--noted", forged]).exit_code == 1
    assert RUN.invoke(audit.app, ["verify", "--noted", "nonsense"]).exit_code == 2


def test_a_broken_log_ends_with_one_and_names_the_entry() -> None:
    _create("chen.jing", "--role", "auditor")
    last = verify().entries
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE kernel_auditentry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE kernel_auditentry SET actor_name = 'x' WHERE id = %s", [last])
        cursor.execute("ALTER TABLE kernel_auditentry ENABLE TRIGGER ALL")
    result = RUN.invoke(audit.app, ["verify", "--json"])
    assert (result.exit_code, json.loads(result.output)["first_broken"]) == (1, last)
    assert f"第 {last} 条断裂" in RUN.invoke(audit.app, ["verify"]).output


def test_the_list_says_how_many_there_are() -> None:
    _create("chen.jing", "--role", "auditor")
    output = RUN.invoke(audit.app, ["list", "--act", "staff.create", "--limit", "5"]).output
    assert "staff.create" in output and "1 / 1" in output
