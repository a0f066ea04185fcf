"""The codes of what may be wrong with a template; docs/templates.md says what each of them means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Rule:
    """A kind of finding: a fault that has to be mended or a remark to look at, and whether the program mends it."""

    remark: bool = False
    mends: bool = False


_FAULT: Final = Rule()
_REMARK: Final = Rule(remark=True)
_MENDED: Final = Rule(mends=True)

RULES: Final[Mapping[str, Rule]] = {
    "T001": _FAULT,
    "T002": _FAULT,
    "T003": _FAULT,
    "T005": _FAULT,
    "T007": _FAULT,
    "T008": _FAULT,
    "T009": _FAULT,
    "T030": _MENDED,
    "T031": _FAULT,
    "T032": _FAULT,
    "T033": _FAULT,
    "T034": _MENDED,
    "T035": _MENDED,
    "T036": _MENDED,
    "T037": _MENDED,
    "T038": _FAULT,
    "T039": _FAULT,
    "T040": _FAULT,
    "T041": _FAULT,
    "T042": _FAULT,
    "T043": _FAULT,
    "T044": _FAULT,
    "T045": _FAULT,
    "T046": _FAULT,
    "T047": _FAULT,
    "T048": _FAULT,
    "T049": _FAULT,
    "T050": _FAULT,
    "T051": _FAULT,
    "T052": _REMARK,
    "T053": _FAULT,
    "T054": _REMARK,
    "T055": _REMARK,
    "T056": _FAULT,
    "T057": _REMARK,
    "T058": Rule(remark=True, mends=True),
    "T059": _FAULT,
    "T060": _REMARK,
    "T061": _FAULT,
    "T062": _FAULT,
}
