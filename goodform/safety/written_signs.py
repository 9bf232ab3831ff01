"""Which warning signs a text in a patient's own words may speak of. Pure; English only.

The page does the same while somebody types, also without a network: `written-signs.mjs`. Both are
held together by one list of sentences, `tests/safety/written_signs.json`.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from goodform.safety.decision import (
    Advice,
    AlertKind,
    AlertNeeded,
    Reason,
    ReasonCode,
    gravest_advice,
)
from goodform.safety.how_signs_are_written import (
    ENDS_A_DENIAL,
    ENDS_A_THOUGHT,
    NOT_SAID,
    NOT_SURE,
    SIGN_WORDS,
    WordsOf,
)
from goodform.safety.red_flags import advice_for, severity_of

CLOSE = 5
"""So many words may stand between the two halves of a sign. Our own choice."""
DENIES_AS_FAR_AS = 3
"""So many words may stand between "no" and what it denies. Our own choice."""
LONGEST_READ = 10_000
"""Characters of a text that are read: the longest message there is."""
_BREAKS = re.compile(r"[.,;:!?()\n\r…–—]+|\s-\s")
_NO_LETTERS = re.compile(r"[^a-z0-9 ]+")

Span = tuple[int, int]


def written_signs(text: str) -> tuple[str, ...]:
    """The codes of the signs that a text may speak of, as they stand in the list; none is empty."""
    thoughts = list(_thoughts(text[:LONGEST_READ]))
    found = (row.code.value for row in SIGN_WORDS if any(_says(row, each) for each in thoughts))
    return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class DecisionOnWords:
    """All that follows from words that may mean a sign. Nothing is held: they are no ticks."""

    reason: Reason
    alert: AlertNeeded
    advice: Advice


def decide_written(codes: Sequence[str]) -> DecisionOnWords:
    """Tell the clinic, and give the gravest advice.

    Raises ValueError for no code: nothing written of is nothing to decide.
    """
    if not codes:
        raise ValueError("no sign was written of: ask for a decision only where one was")
    return DecisionOnWords(
        Reason(ReasonCode.WROTE, codes=tuple(codes)),
        AlertNeeded(AlertKind.WROTE, severity_of(codes)),
        gravest_advice(*(advice_for(code) for code in codes)),
    )


def _thoughts(text: str) -> Iterator[tuple[str, ...]]:
    """A text as runs of plain words: each is one thought, in which "no" reaches what follows it."""
    plain = unicodedata.normalize("NFKD", text).lower()
    plain = "".join(each for each in plain if not unicodedata.combining(each) and each not in "'’‘")
    for part in _BREAKS.split(plain):
        thought: list[str] = []
        for word in _NO_LETTERS.sub(" ", part).split():
            if word in ENDS_A_THOUGHT:
                yield tuple(thought)
                thought = []
            else:
                thought.append(word)
        yield tuple(thought)


def _says(row: WordsOf, thought: Sequence[str]) -> bool:
    """Whether the thought has these words, and does not deny them."""
    spans = [span for words in row.words for span in _where(words, thought)]
    if not row.near:
        return any(not _is_denied(start, thought, since=start) for start, _end in spans)
    others = [span for words in row.near for span in _where(words, thought)]
    return any(
        _are_close(span, other) and not _is_denied(span[0], thought, since=min(span[0], other[0]))
        for span, other in product(spans, others)
    )


def _where(words: str, thought: Sequence[str]) -> list[Span]:
    wanted = words.split()
    return [
        (start, start + len(wanted))
        for start in range(len(thought) - len(wanted) + 1)
        if list(thought[start : start + len(wanted)]) == wanted
    ]


def _are_close(one: Span, other: Span) -> bool:
    return max(one[0], other[0]) - min(one[1], other[1]) <= CLOSE


def _is_denied(start: int, thought: Sequence[str], *, since: int) -> bool:
    """Whether a "no" reaches the words that begin at `start`, from closely before `since` on."""
    for place in range(start - 1, max(0, since - DENIES_AS_FAR_AS - 1) - 1, -1):
        if thought[place] in ENDS_A_DENIAL:
            return False
        if thought[place] in NOT_SAID and thought[place + 1] not in NOT_SURE:
            return True
    return False


def words_for_a_page() -> dict[str, Any]:
    """Everything that a page needs to read a text in the same way, as plain JSON."""
    return {
        "rows": [
            {
                "code": row.code.value,
                "words": list(row.words),
                "near": list(row.near),
                "advice": advice_for(row.code).value,
            }
            for row in SIGN_WORDS
        ],
        "not_said": list(NOT_SAID),
        "not_sure": list(NOT_SURE),
        "ends_a_denial": list(ENDS_A_DENIAL),
        "ends_a_thought": list(ENDS_A_THOUGHT),
        "close": CLOSE,
        "denies_as_far_as": DENIES_AS_FAR_AS,
        "from_mild_to_grave": [each.value for each in Advice],
    }
