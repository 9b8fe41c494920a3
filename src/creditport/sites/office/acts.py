"""What the acts of the audit log are called on a page. A test holds this list to the acts that actions record."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from creditport.foundation.records.choices import Cause
from creditport.kernel.audit.queries import acts_known

ACT_NAMES = {
    "staff.create": _("account made"),
    "staff.change-role": _("role changed"),
    "staff.suspend": _("account closed"),
    "staff.restore": _("account opened again"),
    "staff.reset-password": _("password reset"),
    "staff.give-link": _("link for a new password given"),
    "staff.use-link": _("password set by a link"),
    "staff.sign-in": _("signed in"),
    "staff.sign-in-failed": _("sign-in failed"),
    "staff.sign-out": _("signed out"),
    "staff.own-change": _("own password or second factor changed"),
    "factors.propose": _("reset of second factors proposed"),
    "factors.confirm": _("second factors reset"),
    "factors.decline": _("reset of second factors declined"),
    "factors.enrol": _("new second factor set up after a reset"),
    "account.open": _("account of a business opened"),
    "mandate.grant": _("mandate given"),
    "mandate.end": _("mandate ended"),
    "mandate.read-document": _("document of a mandate read"),
    "withdrawal.propose": _("withdrawal proposed"),
    "withdrawal.confirm": _("withdrawal confirmed"),
    "withdrawal.decline": _("withdrawal declined"),
    "submission.receive": _("file received"),
    "submission.apply": _("file applied"),
    "submission.refuse": _("file refused"),
    "person.open-access": _("access to personal data opened"),
    "person.keep": _("personal data kept, encrypted"),
    "subject.rename": _("subject renamed"),
    "subject.set-status": _("status of a subject changed"),
    "case.open": _("case opened"),
    "case.act": _("step of a case"),
    "case.attach": _("document attached to a case"),
    "case.read-document": _("document of a case read"),
    "rules.load": _("rules of the packs loaded"),
    "publicity.rules": _("publicity computed by new rules"),
    "daily.work": _("daily work done"),
    "key.rotate": _("new key for sealing personal data"),
    "key.seal-anew": _("personal data sealed with the new key"),
    "api-key.give": _("key for the interface given out"),
    "api-key.end": _("key for the interface ended"),
    "case.count-deadlines": _("deadlines of cases counted"),
    "case.overdue": _("case overdue, reported to superiors"),
    "case.suspend": _("clock of a case suspended"),
    "case.resume": _("clock of a case resumed"),
    "case.extend": _("deadline of a case extended"),
    "check.many": _("many subjects checked"),
    "check.seal": _("checks sealed into the log"),
    "list.propose": _("entry in a list proposed"),
    "list.serve-notice": _("notice of a listing served"),
    "list.hear-statement": _("statement on a listing heard"),
    "list.decide": _("listing decided"),
    "list.enter": _("entered in a list"),
    "list.pause": _("listing paused"),
    "list.resume": _("listing resumed"),
    "list.remove": _("removed from a list"),
    "list.annul": _("listing annulled"),
    "list.reinstate": _("listing reinstated"),
    "list.not-reinstated": _("listing not reinstated"),
    "case.lapse": _("case closed by itself"),
    "message.write": _("message written"),
    "message.read": _("messages read"),
    "proceeding.note": _("proceeding noted"),
    "proceeding.suspended": _("execution suspended"),
    "proceeding.resumed": _("execution goes on"),
    "proceeding.ended": _("proceeding ended"),
    "list.import": _("entries of a list taken over"),
    "measure.apply": _("measure applied"),
    "objection.file": _("objection filed"),
    "objection.end": _("objection closed"),
    "notice.make": _("notices made"),
    "notice.seal": _("repair decision sealed"),
    "notice.serve": _("notices served"),
    "repair.offer": _("repair offered"),
    "receipt.acknowledge": _("end of showing acknowledged"),
    "repair.keep-draft": _("draft of an application kept"),
    "repair.grant": _("repair granted"),
    "repair.refuse": _("repair refused"),
    "repair.revoke": _("repair revoked"),
    "repair.state-duty": _("performance of a duty stated"),
    "protection.begin": _("protection begun"),
    "protection.completed": _("protection ended: the plan was carried out"),
    "protection.failed": _("protection ended: the plan failed"),
    "measure.ended": _("measure ended"),
    "measure.paused": _("measure paused"),
    "measure.resumed": _("measure resumed"),
    "measure.feedback": _("feedback on a measure"),
    **{f"record.{cause}": format_lazy(_("record: {cause}"), cause=cause.label) for cause in Cause},
}


def act_name(act: str) -> str:
    """The words for an act; one without words is shown as "other act"."""
    return str(ACT_NAMES.get(act, _("other act")))


def act_choices() -> tuple[tuple[str, str], ...]:
    """The acts that occur in the log, with their words."""
    return tuple((act, act_name(act)) for act in acts_known())
