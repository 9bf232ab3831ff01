"""The words of the register: what may become of a column, and until when a table keeps its rows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Rule(StrEnum):
    """The fate of a column, by name."""

    FACT = "fact"
    WRITTEN = "written"
    LINK = "link"
    SECRET = "secret"  # noqa: S105  # the name of a rule
    STAFF = "staff"
    HOUSE = "house"
    RECORD = "record"


@dataclass(frozen=True)
class Fate:
    """Whether the patient gets it, how it is put right, and whether erasing takes it away."""

    exported: bool
    corrected: Promise | None
    erased: bool


FATES: Mapping[Rule, Fate] = MappingProxyType(
    {
        Rule.FACT: Fate(exported=True, corrected=_("The clinic changes it."), erased=True),
        Rule.WRITTEN: Fate(
            exported=True,
            corrected=_("A new entry puts it right; what was written stays beside it."),
            erased=True,
        ),
        Rule.LINK: Fate(exported=False, corrected=None, erased=True),
        Rule.SECRET: Fate(exported=False, corrected=None, erased=True),
        Rule.STAFF: Fate(exported=False, corrected=_("The owner changes it."), erased=False),
        Rule.HOUSE: Fate(exported=False, corrected=None, erased=False),
        Rule.RECORD: Fate(exported=False, corrected=None, erased=False),
    }
)
"""A fact is changed in place; what was written is put right beside it. A link, a counter or a
secret goes with its row and tells the patient nothing. Staff, house and record are not erased."""


class Ends(StrEnum):
    """Until when a table's rows are kept."""

    RECORD = "record"
    SOON = "soon"
    NEVER = "never"


UNTIL: Mapping[Ends, Promise] = MappingProxyType(
    {
        Ends.RECORD: _(
            "8 years after the last visit, or to the 25th birthday of who was a child then"
        ),
        Ends.SOON: _("until it is no longer needed, at most some months"),
        Ends.NEVER: _("as long as the clinic uses Goodform"),
    }
)


@dataclass(frozen=True)
class Kept:
    """One table of the register. `way` leads from a row to its patient; empty where there is none.

    Columns stand by their rule. `named` are words for the export that a number stands for, each
    with the way to them. `visit` is the column that tells of a visit, or of care as good as one.
    """

    about: Promise
    ends: Ends
    way: str = ""
    why: Promise | None = None
    fact: str = ""
    written: str = ""
    link: str = ""
    secret: str = ""
    staff: str = ""
    house: str = ""
    record: str = ""
    named: Mapping[str, str] = field(default_factory=dict)
    visit: str = ""

    def columns(self) -> list[tuple[str, Rule]]:
        """Every column with its rule; one that stands twice is there twice."""
        return [(name, rule) for rule in Rule for name in getattr(self, rule.value).split()]

    @property
    def exported(self) -> tuple[str, ...]:
        """The columns a patient gets."""
        return tuple(name for name, rule in self.columns() if FATES[rule].exported)
