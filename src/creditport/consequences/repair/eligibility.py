"""Whether a record may be repaired today, when it may, and what is missing. Pure: facts and a rule in, answer out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from creditport.consequences.repair.choices import Duty, DutyState, Standing
from creditport.kernel.packs.schema_cases import RepairRule, WithoutApplication

PROOF = "proof-of-duties"
COMMITMENT = "commitment"


@dataclass(frozen=True, slots=True)
class KnownDuty:
    """What a source said last of a duty."""

    duty: Duty
    state: DutyState
    stated_on: date
    source: str
    reference: str = ""
    runs_until: date | None = None

    def settled(self, today: date) -> bool:
        """Performed, or in instalments that still run as approved: not overdue."""
        if self.state is DutyState.INSTALMENTS:
            return self.runs_until is None or today <= self.runs_until
        return self.state is DutyState.DONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairFacts:
    """What eligibility depends on. `duties` are those that the record imposes."""

    in_force: bool
    shown: bool
    public_from: date | None
    repair_opens_on: date | None
    public_until: date | None
    duties: tuple[Duty, ...]
    known: tuple[KnownDuty, ...] = ()
    repaired: bool = False
    protected: bool = False
    suspended: bool = False
    case_open: bool = False
    barred_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """The answer for one record on one day. `documents` are all that is asked of the applicant: two at most."""

    standing: Standing
    rule: RepairRule | None
    opens_on: date | None  # the first day on which it may be asked for
    ends_on: date | None  # the first day on which it is no longer shown anyway
    obtained: tuple[KnownDuty, ...]  # settled duties that the platform knows of
    missing: tuple[Duty, ...]  # duties of which it knows nothing, or that are still open
    documents: tuple[str, ...]
    automatic: bool = False

    @property
    def may_apply(self) -> bool:
        return self.standing in {Standing.OPEN, Standing.OFFERED}


def assess(rule: RepairRule | None, facts: RepairFacts, today: date) -> Eligibility:
    """The standing of a record under a rule on a day."""
    obtained = tuple(known for known in facts.known if known.duty in facts.duties and known.settled(today))
    settled = {known.duty for known in obtained}
    missing = tuple(duty for duty in facts.duties if duty not in settled)
    opens_on = _opens_on(facts)
    standing = _standing(rule, facts, opens_on, missing, today)
    return Eligibility(
        standing=standing,
        rule=rule,
        opens_on=opens_on if rule is not None and rule.repairable else None,
        ends_on=facts.public_until,
        obtained=obtained,
        missing=missing if rule is not None and rule.needs_duties_done else (),
        documents=_documents(rule, missing) if standing in {Standing.OPEN, Standing.OFFERED} else (),
        automatic=standing is Standing.OFFERED
        and rule is not None
        and rule.without_application is WithoutApplication.GRANT,
    )


def _opens_on(facts: RepairFacts) -> date | None:
    if facts.repair_opens_on is None or facts.barred_until is None:
        return facts.repair_opens_on
    return max(facts.repair_opens_on, facts.barred_until)


def _standing(
    rule: RepairRule | None, facts: RepairFacts, opens_on: date | None, missing: Sequence[Duty], today: date
) -> Standing:
    for holds, standing in (
        (not facts.in_force, Standing.WITHDRAWN),
        (facts.repaired, Standing.REPAIRED),
        (facts.protected, Standing.PROTECTED),
        (facts.suspended, Standing.SUSPENDED),
        (not facts.shown, Standing.HELD),
        (facts.public_until is not None and facts.public_until <= today, Standing.ENDED),
        (rule is None or not rule.repairable or opens_on is None, Standing.NOT_REPAIRABLE),
        (facts.case_open, Standing.IN_WORK),
        (facts.repair_opens_on is not None and today < facts.repair_opens_on, Standing.TOO_EARLY),
        (facts.barred_until is not None and today < facts.barred_until, Standing.BARRED),
    ):
        if holds:
            return standing
    assert rule is not None
    offers = rule.without_application is not WithoutApplication.NOTHING
    return Standing.OFFERED if offers and not missing else Standing.OPEN


def _documents(rule: RepairRule | None, missing: Sequence[Duty]) -> tuple[str, ...]:
    if rule is None:
        return ()
    proof = (PROOF,) if rule.needs_duties_done and missing else ()
    return (*proof, COMMITMENT) if rule.needs_commitment else proof
