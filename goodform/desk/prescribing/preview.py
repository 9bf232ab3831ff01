"""How the patient will read a draft."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodform.desk.how_much import dose_words
from goodform.desk.prescribing.facts import PlanFacts
from goodform.programmes.drafting import differs


@dataclass(frozen=True)
class PreviewRow:
    """One exercise with the words the patient reads."""

    name: str
    picture: str
    side: str
    words: str
    why: str
    note: str
    mark: str
    held: bool
    steps: tuple[str, ...]


def preview_rows(facts: PlanFacts) -> tuple[PreviewRow, ...]:
    """The draft's lines in the patient's order."""
    rows = []
    for line in facts.stored:
        version = facts.versions.get(line.version)
        if version is None:
            continue
        before = facts.before.get(line.line)
        rows.append(
            PreviewRow(
                name=version.name,
                picture=version.content["picture"],
                side=line.side,
                words=dose_words(line),
                why=line.why_changed if before and differs(line, before) else "",
                note=line.note,
                mark="" if before and not differs(line, before) else _mark(before is None),
                held=line.line in facts.held or facts.whole_hold is not None,
                steps=tuple(version.content["steps"]),
            )
        )
    return tuple(rows)


def _mark(new: bool) -> str:
    return _("New for you") if new else _("Changed")
