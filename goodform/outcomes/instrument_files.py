"""Reading the instrument files: strictly, each problem with its line and what to do."""

import hashlib
import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from goodform.library.exercise_file_rules import Findings, checked, plain_text
from goodform.library.exercise_file_rules import Rule as Check
from goodform.library.marked_yaml import Listing, Node, Problem, Text, read_table
from goodform.outcomes.instrument import Better, Instrument, Item, ScoreRule, WhoseText

FOLDER = Path(__file__).parent / "instruments"
MOST_ITEMS = 60
_ITEM = re.compile(r"([a-z][a-z0-9-]{0,39}) (-?[0-9]{1,3})\.\.([0-9]{1,3})")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NUMBER = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
_MAY_MISS = re.compile(r"may miss ([1-9][0-9]?)")
ALL_NEEDED, UNTICKED = "all needed", "unticked is zero"

E = TypeVar("E", bound=StrEnum)


class InstrumentInvalidError(ValueError):
    """An instrument file with something to mend: `problems` has all of it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep the problems beside their sentences."""
        self.problems = problems
        super().__init__("\n".join(f"{p.file}:{p.line}: {p.sentence}" for p in problems))


def _one_of(kind: type[E]) -> Check:
    def read(key: str, node: Node, findings: Findings) -> E | None:
        said = plain_text(key, node, findings)
        if said in set(kind):
            return kind(said)
        offered = ", ".join(f"“{each}”" for each in kind)
        findings.say(node.line, f"“{said[:40]}” is no {key} there is. Write one of {offered}.")
        return None

    return read


def _number(key: str, node: Node, findings: Findings) -> float | None:
    said = plain_text(key, node, findings)
    if _NUMBER.fullmatch(said):
        return float(said)
    findings.say(node.line, f"Write “{key}” as a number, such as 2 or 1.3.")
    return None


def _listed(key: str, node: Node, findings: Findings) -> list[Text]:
    if isinstance(node, Listing) and 0 < len(node.items) <= MOST_ITEMS:
        texts = [each for each in node.items if isinstance(each, Text)]
        if len(texts) == len(node.items):
            return texts
    findings.say(node.line, f"Write “{key}” as a list of 1 to {MOST_ITEMS} lines.")
    return []


def _items(key: str, node: Node, findings: Findings) -> list[Item]:
    found: dict[str, Item] = {}
    for text in _listed(key, node, findings):
        parts = _ITEM.fullmatch(text.value)
        if parts is None:
            findings.say(text.line, "Write an item as its id and its answers, such as “q1 0..10”.")
            continue
        item = Item(parts[1], int(parts[2]), int(parts[3]))
        if item.lowest >= item.highest:
            findings.say(text.line, f"The answers of “{item.id}” go from low to high. Turn them.")
        if item.id in found:
            findings.say(text.line, f"“{item.id}” stands here twice. Every item has its own id.")
        found[item.id] = item
    return list(found.values())


def _lines(key: str, node: Node, findings: Findings) -> list[str]:
    return [plain_text(key, text, findings) for text in _listed(key, node, findings)]


def _missing(key: str, node: Node, findings: Findings) -> tuple[int, bool]:
    said = plain_text(key, node, findings)
    some = _MAY_MISS.fullmatch(said)
    if said not in (ALL_NEEDED, UNTICKED) and some is None:
        findings.say(
            node.line, f"Write “{key}” as “{ALL_NEEDED}”, “{UNTICKED}”, or such as “may miss 1”."
        )
    return (int(some[1]) if some else 0, said == UNTICKED)


def _yes(key: str, node: Node, findings: Findings) -> bool:
    if plain_text(key, node, findings) != "yes":
        findings.say(node.line, f"Write “{key}: yes”, or leave it out.")
    return True


_RULES: Mapping[str, Check] = MappingProxyType(
    {
        "name": plain_text,
        "version": plain_text,
        "language": plain_text,
        "recall": plain_text,
        "items": _items,
        "questions": _lines,
        "own_words": _yes,
        "distress": _lines,
        "rule": _one_of(ScoreRule),
        "direction": _one_of(Better),
        "missing": _missing,
        "chance_points": _number,
        "worthwhile_points": _number,
        "medium_points": _number,
        "large_points": _number,
        "worthwhile_percent": _number,
        "recovered_at": _number,
        "sees_from": _number,
        "sees_to": _number,
        "source": plain_text,
        "licence": plain_text,
        "text": _one_of(WhoseText),
    }
)
_NUMBERS = tuple(key for key, rule in _RULES.items() if rule is _number)
_LEFT_OUT: Mapping[str, Any] = MappingProxyType(
    {"questions": [], "own_words": False, "distress": [], **dict.fromkeys(_NUMBERS)}
)


def read_instrument(path: Path) -> Instrument:
    """The instrument of a file; raises `InstrumentInvalidError` with every problem of it."""
    table = read_table(path)
    if isinstance(table, Problem):
        raise InstrumentInvalidError((table,))
    findings = Findings(path)
    values = checked(table, _RULES, findings, if_left_out=_LEFT_OUT)
    if not _SLUG.fullmatch(path.stem) or len(path.stem) > 40:
        findings.say(1, "Name the file in small letters with hyphens, as pain-last-week.yaml.")
    if not findings.problems:
        for sentence in _does_not_fit(values):
            findings.say(table.line, sentence)
    if findings.problems:
        raise InstrumentInvalidError(tuple(findings.problems))
    may_miss, unticked = values.pop("missing")
    ids = [item.id for item in values["items"]]
    asked = dict(zip(ids, values.pop("questions"), strict=False))
    return Instrument(
        **{
            **values,
            "id": path.stem,
            "items": tuple(values["items"]),
            "distress": frozenset(values["distress"]),
            "questions": MappingProxyType(asked),
            "may_miss": may_miss,
            "unticked_is_zero": unticked,
            "mark": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
    )


def _does_not_fit(values: Mapping[str, Any]) -> list[str]:
    """Keys that are right by themselves and do not go together."""
    items: list[Item] = values["items"]
    rule, (may_miss, unticked) = values["rule"], values["missing"]
    shipped = values["text"] is WhoseText.SHIPPED and not values["own_words"]
    ticks = all((item.lowest, item.highest) == (0, 1) for item in items)
    from_none = all(item.lowest == 0 for item in items)
    wrong = {
        "The rule “single” has one item.": rule is ScoreRule.SINGLE and len(items) != 1,
        "The rule “ticks” has items “0..1” only.": rule is ScoreRule.TICKS and not ticks,
        "“unticked is zero” belongs to the rule “ticks”, and to no other.": unticked
        != (rule is ScoreRule.TICKS),
        "The rule “percent of most” has items from 0 only.": rule is ScoreRule.PERCENT
        and not from_none,
        "More may be missing than there is.": may_miss >= len(items),
        "Only “mean” and “percent of most” can do with answers missing.": may_miss > 0
        and rule not in (ScoreRule.MEAN, ScoreRule.PERCENT),
        "“distress” names items of this file, for the rule “start back” and no other.": bool(
            values["distress"]
        )
        != (rule is ScoreRule.START_BACK)
        or not set(values["distress"]) <= {item.id for item in items},
        "A text that is shipped has as many questions as items.": shipped
        and len(values["questions"]) != len(items),
        "A text that the clinic brings has no questions here.": values["text"] is WhoseText.CLINIC
        and bool(values["questions"]),
    }
    return [sentence for sentence, is_so in wrong.items() if is_so]


@cache
def instruments() -> Mapping[str, Instrument]:
    """Every instrument that comes with the software, by its id."""
    return MappingProxyType(
        {path.stem: read_instrument(path) for path in sorted(FOLDER.glob("*.yaml"))}
    )
