"""The question that a patient's questionnaire asks now, with the answers there are."""

from dataclasses import dataclass

from goodform.outcomes.instrument import Instrument, Item
from goodform.outcomes.models import Sheet

MOST_CELLS = 11
"""Answers that stand side by side on a phone; more are typed as a number."""


@dataclass(frozen=True)
class QuestionPage:
    """One screen. Without an item: naming activities, or the list of sentences to tick."""

    sheet: Sheet
    file: Instrument | None
    item: Item | None
    words: str
    number: int
    all: int
    before: str

    @property
    def is_current(self) -> bool:
        """Whether it can be answered: the file is the one that was given."""
        return self.file is not None and self.file.mark == self.sheet.mark

    @property
    def names(self) -> bool:
        """Whether activities are named first."""
        return not self.sheet.asked

    @property
    def sentences(self) -> list[tuple[str, str]]:
        """The sentences to tick, as one list; empty for a questionnaire of questions."""
        ticks = self.file is not None and self.file.unticked_is_zero
        return list(self.sheet.asked.items()) if ticks else []

    @property
    def places(self) -> range:
        """As many places as activities can be named."""
        return range(len(self.file.items) if self.file else 0)

    @property
    def cells(self) -> list[tuple[int, bool]]:
        """The answers to choose from, and which is chosen; empty where a number is typed."""
        item = self.item
        if item is None or item.highest - item.lowest >= MOST_CELLS:
            return []
        chosen = self.sheet.answers.get(item.id)
        return [(each, each == chosen) for each in range(item.lowest, item.highest + 1)]


def question_page(sheet: Sheet, *, asked_for: str) -> QuestionPage:
    """The question asked for, where it is one of these; else the first that is open."""
    file = sheet.file
    items = [each for each in file.items if each.id in sheet.asked] if file else []
    ids = [each.id for each in items]
    done = {*sheet.answers, *sheet.passed}
    at = next((n for n, key in enumerate(ids) if key not in done), 0)
    if asked_for in ids:
        at = ids.index(asked_for)
    item = items[at] if items else None
    return QuestionPage(
        sheet=sheet,
        file=file,
        item=item,
        words=sheet.asked[item.id] if item else "",
        number=at + 1,
        all=len(items),
        before=ids[at - 1] if at else "",
    )
