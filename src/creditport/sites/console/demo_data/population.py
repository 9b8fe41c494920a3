"""The subjects of the demo province."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from creditport.sites.console.demo_data import codes, names
from creditport.sites.console.demo_data.places import PLACES, Place


@dataclass(frozen=True, slots=True)
class Subject:
    """One invented subject as its registrar knows it."""

    item: str  # the catalogue item that registers it
    name: str
    uscc: str
    place: Place
    street: str
    registered_on: date
    status: str
    former_name: str
    representative: str
    type_name: str

    @property
    def address(self) -> str:
        return f"海南省{self.place.name}{self.street}"


@dataclass(frozen=True, slots=True)
class Stock:
    """How one kind of subject is made: share of the population, first two characters of the code, name, type."""

    item: str
    share: float
    prefix: str
    name: Callable[[Random, str], str]
    type_name: str


STOCKS = (
    Stock("enterprise-registration", 0.74, "91", names.company, "有限责任公司"),
    Stock("individual-business-registration", 0.21, "92", names.shop, "个体工商户"),
    Stock("institution-registration", 0.02, "12", names.institution, "事业单位法人"),
    Stock("social-organisation-registration", 0.025, "51", names.charity, "社会团体"),
    Stock("government-body-registration", 0.005, "11", names.office, "机关法人"),
)
_STATUSES = ("存续", "注销", "吊销", "重整", "清算")
_STATUS_WEIGHTS = (930, 40, 20, 6, 4)


def restaurant() -> Subject:
    """王志强's restaurant, which every story visits."""
    place = PLACES[0]
    return Subject(
        item="individual-business-registration",
        name="海口龙华志强海鲜餐厅",
        uscc="92460100MA5T2W3XX1",
        place=place,
        street="龙华区滨海大道8号",
        registered_on=date(2019, 3, 12),
        status="存续",
        former_name="",
        representative="王志强",
        type_name="个体工商户",
    )


def make_subjects(rng: Random, count: int, today: date) -> tuple[Subject, ...]:
    """So many subjects, the restaurant first. Names may repeat between counties, as they do in life."""
    made = [restaurant()]
    weights = [place.weight for place in PLACES]
    stocks = [STOCKS[0], *rng.choices(STOCKS, [stock.share for stock in STOCKS], k=count - 2)]
    for number, stock in enumerate(stocks, start=1):
        place = rng.choices(PLACES, weights)[0]
        made.append(_subject(rng, stock, place, number, today))
    return tuple(made)


def _subject(rng: Random, stock: Stock, place: Place, number: int, today: date) -> Subject:
    name = stock.name(rng, place.short)
    former = stock.name(rng, place.short) if rng.random() < 0.04 else ""
    return Subject(
        item=stock.item,
        name=name,
        uscc=codes.uscc(stock.prefix, place.printed, 7_000_000 + number * 31 + rng.randrange(31)),
        place=place,
        street=f"{rng.choice(place.towns)}{rng.randrange(1, 400)}号",
        registered_on=today - timedelta(days=rng.randrange(200, 7000)),
        status=rng.choices(_STATUSES, _STATUS_WEIGHTS)[0],
        former_name=former,
        representative=names.person(rng),
        type_name=stock.type_name,
    )
