"""How many records each subject has, of which item, when.

Shaped like the records of listed companies: most have few, a handful very many (median 16, largest 5,547).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from creditport.sites.console.demo_data.penalties import Offence
from creditport.sites.console.demo_data.population import Subject

MEDIAN = 16
LARGEST = 5_547
_SPREAD = 0.95  # of the logarithm: three in four have at most 31
_WITH_RECORDS = 0.44  # the others are only registered

# Shares of the items among a subject's records. Those that are missing from the packs are left out.
MIX = {
    "licence": 60,
    "penalty": 22,
    "honour": 5,
    "commitment": 6,
    "contract-performance": 3,
    "abnormal-list-entry": 2.4,
    "serious-list-entry": 0.5,
    "enforcement-defaulter": 0.6,
    "professional-qualification": 0.0,
    "voluntary-information": 0.5,
}
# No agency of the demo lists public institutions or government bodies as abnormal.
_NOT_LISTED = {"institution-registration", "government-body-registration"}


@dataclass(frozen=True, slots=True)
class Event:
    """One record to be: of which item, about whom, decided when."""

    item: str
    subject: Subject
    decided_on: date
    offence: Offence | None = None  # for the restaurant of the stories, whose records are the same in every province


def story(subject: Subject, today: date) -> tuple[Event, ...]:
    """What is known of 王志强's restaurant: a licence, a fine to be repaired now, one soon, a warning."""
    fine = Offence(
        *("经营超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条第一款", "食品安全", "食品经营许可证"),
        *("罚款;没收违法所得", "罚款5000元；没收违法所得320元", "0.5", "0.032", "一般", "一般程序"),
    )
    unclean = replace(fine, conduct="餐饮具未按规定消毒", content="罚款3000元", fine="0.3")
    unclean = replace(unclean, categories="罚款", confiscated="")
    warning = replace(fine, conduct="未明码标价", basis="《中华人民共和国价格法》第四十二条", sector="价格监管")
    warning = replace(warning, categories="警告", content="警告", fine="", confiscated="", severity="轻微")
    return (
        Event("licence", subject, today - timedelta(days=900), fine),
        Event("penalty", subject, today - timedelta(days=130), unclean),
        Event("penalty", subject, today - timedelta(days=75), fine),
        Event("penalty", subject, today - timedelta(days=40), replace(warning, procedure="简易程序")),
    )


def make_events(rng: Random, subjects: Sequence[Subject], items: Sequence[str], today: date) -> tuple[Event, ...]:
    """The records of all subjects, in the order of their days."""
    shares = {item: share for item, share in MIX.items() if item in items and share > 0}
    made = list(story(subjects[0], today))
    for position, subject in enumerate(subjects[1:]):
        count = _count(rng, position)
        if count == 0:
            continue
        for drawn in rng.choices(list(shares), list(shares.values()), k=count):
            item = "licence" if drawn == "abnormal-list-entry" and subject.item in _NOT_LISTED else drawn
            made.append(Event(item, subject, _day(rng, item, subject, today)))
    made.sort(key=lambda event: event.decided_on)
    return tuple(made)


def _count(rng: Random, position: int) -> int:
    """One subject has the most, the rest a lognormal number or none."""
    if position == 0:
        return LARGEST
    if rng.random() > _WITH_RECORDS:
        return 0
    return min(LARGEST - 1, max(1, round(math.exp(rng.gauss(math.log(MEDIAN), _SPREAD)))))


def _day(rng: Random, item: str, subject: Subject, today: date) -> date:
    """Licences lie anywhere in the subject's life; what ends by law is mostly of the last years."""
    earliest = max(subject.registered_on + timedelta(days=30), date(2016, 1, 4))
    life = max(1, (today - earliest).days)
    back = rng.randrange(life) if item == "licence" else min(life - 1, int(rng.expovariate(1 / 420)))
    day = today - timedelta(days=back + 1)
    return day - timedelta(days=max(0, day.weekday() - 4))
