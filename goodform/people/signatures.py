"""Which texts has a clinician signed for this clinic, and do the signatures still stand?"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from goodform.people.models import Clinic, Signature
from goodform.safety.red_flag_text import red_flag_words, text_name, version_of


@dataclass(frozen=True)
class Signed:
    """How a text stands at a clinic. `now`: signatures under these words, the newest first.

    `earlier`: the newest signature under other words, where nobody signed these.
    """

    now: tuple[Signature, ...] = ()
    earlier: Signature | None = None

    @property
    def stands(self) -> bool:
        """Whether somebody has signed exactly these words."""
        return bool(self.now)

    @property
    def names(self) -> tuple[str, ...]:
        """Who has signed these words."""
        return tuple(dict.fromkeys(each.name for each in self.now))


UNSIGNED = Signed()


def standing(clinic: UUID, texts: Iterable[str] | None = None) -> dict[str, list[Signature]]:
    """The signatures that nobody took back, by text, the newest first; one query.

    Without their words, which `words_signed` reads.
    """
    rows = Signature.objects.filter(clinic=clinic, withdraws=None, withdrawn_by=None)
    if texts is not None:
        rows = rows.filter(text__in=list(texts))
    found: dict[str, list[Signature]] = {}
    for row in rows.defer("words").order_by("-at"):
        found.setdefault(row.text, []).append(row)
    return found


def signed_versions(clinic: UUID) -> frozenset[str]:
    """The versions of all texts that somebody of this clinic has signed; one query."""
    rows = Signature.objects.filter(clinic=clinic, withdraws=None, withdrawn_by=None)
    return frozenset(rows.values_list("version", flat=True)) - {""}


def signed_as(rows: Iterable[Signature], version: str) -> Signed:
    """How a text stands in this version, by the signatures on it, the newest first."""
    rows = tuple(rows)
    now = tuple(row for row in rows if row.version == version)
    return Signed(now=now, earlier=None if now else next(iter(rows), None))


def red_flags_signed(clinic: Clinic) -> Signed:
    """How the red-flag text of the clinic's country stands; one query."""
    text = text_name(clinic.country_pack)
    version = version_of(red_flag_words(clinic.country_pack))
    return signed_as(standing(clinic.pk, [text]).get(text, ()), version)
