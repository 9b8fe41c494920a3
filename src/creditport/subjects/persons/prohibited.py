"""Kinds of data about persons that must never be gathered, told by the headers of what arrives.

Belief, genes, fingerprints, blood type, disease and medical history: a file with such a column is refused whole at
the border, before a cell of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from creditport.engines.search.spelling import normalise


class ProhibitedKind(StrEnum):
    BELIEF = "belief"
    GENES = "genes"
    FINGERPRINTS = "fingerprints"
    BLOOD = "blood-type"
    HEALTH = "medical-history"


@dataclass(frozen=True, slots=True)
class ProhibitedColumn:
    """A header and the prohibited kind of data that it announces."""

    header: str
    kind: ProhibitedKind


_TOLD_BY = {
    ProhibitedKind.BELIEF: re.compile(r"宗教信仰|信仰|宗教派别|教派|religi(?:on|ous)|belief|faith$"),
    ProhibitedKind.GENES: re.compile(r"基因|遗传|dna(?!ame)|genom|genetic"),
    ProhibitedKind.FINGERPRINTS: re.compile(r"指纹|掌纹|虹膜|声纹|面部特征|人脸|fingerprint|biometric|irisscan"),
    ProhibitedKind.BLOOD: re.compile(r"血型|bloodtype|bloodgroup"),
    ProhibitedKind.HEALTH: re.compile(
        r"病史|疾病|病历|患病|诊断结果|既往症|残疾类别|medicalhistory|diagnos|disease|healthrecord"
    ),
}


def prohibited_columns(headers: Iterable[str]) -> tuple[ProhibitedColumn, ...]:
    """The headers that announce prohibited data, in their order; empty if the file may pass the border.

    Headers of the catalogue about businesses (宗教活动场所 as a type of venue, 医疗机构) are not affected.
    """
    return tuple(
        ProhibitedColumn(header, kind)
        for header in headers
        for kind, told in _TOLD_BY.items()
        if told.search(normalise(header))
    )
