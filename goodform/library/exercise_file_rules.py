"""Rules by which an exercise file is complete and sane. Each names the line and says what to do."""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any

from goodform.library.marked_yaml import Listing, Node, Problem, Table, Text
from goodform.library.readability import LONGEST_SENTENCE, sentences, words
from goodform.safety.cautions import CAUTION_WORDS, FOR_EVERY_EXERCISE
from goodform.safety.limits import dose_problems
from goodform.safety.noticing import Then

NONE = "none"
UNREVIEWED = "unreviewed draft"
SIDES = ("each", NONE)
EARLIEST_REVIEW = date(2000, 1, 1)
HIGHEST_STAGE = 5
LONGEST_NAME, LONGEST_TEXT, LONGEST_LIST = 60, 600, 20
LONGEST_SIDE_IS = 40
LONGEST_PHASE = 24  # one line above the count, on a phone
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
_WHOLE_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,5})")
_HTTPS = re.compile(r"https://[^\s/]+\.[^\s]+")
_NOT_SAID = frozenset({"", "~", "-", "–", "—", "?", ".", "…", "...", "null", "n/a", "n.a.", "na"})
_NOT_YET_SAID = frozenset({"tbd", "tba", "tbc", "todo", "to do", "fixme", "xxx"})
_JOINERS = frozenset("\u200c\u200d")


@dataclass
class Findings:
    """The problems found so far in one file."""

    file: Path
    problems: list[Problem] = field(default_factory=list)

    def say(self, line: int, sentence: str) -> None:
        """Note a problem on a line."""
        self.problems.append(Problem(self.file, line, sentence))


Rule = Callable[[str, Node, Findings], object]


def checked(
    table: Table,
    rules: Mapping[str, Rule],
    findings: Findings,
    *,
    if_left_out: Mapping[str, object] = MappingProxyType({}),
) -> dict[str, Any]:
    """The values of a table by its rules; unknown keys are problems, and missing ones.

    `if_left_out` has what a key means that need not be there.
    """
    for key, line in table.key_lines.items():
        if key not in rules:
            near = get_close_matches(key, rules, n=1)
            hint = f"Did you mean “{near[0]}”?" if near else "Take it out."
            findings.say(line, f"“{key[:40]}” is not a key of this file. {hint}")
    for key in rules:
        if key not in table.entries and key not in if_left_out:
            findings.say(table.line, f"“{key}” is missing. Add it.")
    said = {
        key: rule(key, table.entries[key], findings)
        for key, rule in rules.items()
        if key in table.entries
    }
    return {**if_left_out, **said}


def plain_text(key: str, node: Node, findings: Findings) -> str:
    """One line of text that says something."""
    if not isinstance(node, Text):
        findings.say(node.line, f"Write “{key}” as text, not as a list or a table.")
        return ""
    if node.value.lower() in _NOT_SAID:
        findings.say(node.line, f"“{key}” is blank. Say it, in your own words.")
    elif node.value.lower() in _NOT_YET_SAID:
        findings.say(node.line, f"“{key}” is not said yet. Say it, in your own words.")
    elif len(node.value) > LONGEST_TEXT:
        findings.say(node.line, f"“{key}” is longer than {LONGEST_TEXT} characters. Shorten it.")
    elif any(unicodedata.category(c)[0] == "C" and c not in _JOINERS for c in node.value):
        findings.say(node.line, f"“{key}” has a character that cannot be seen. Type it again.")
    return node.value


def name(key: str, node: Node, findings: Findings) -> str:
    """A short name."""
    text = plain_text(key, node, findings)
    if len(text) > LONGEST_NAME:
        findings.say(node.line, f"“{key}” is longer than {LONGEST_NAME} characters. Shorten it.")
    return text


def easy_text(key: str, node: Node, findings: Findings) -> str:
    """Text for patients: no sentence over twenty words."""
    text = plain_text(key, node, findings)
    for sentence in sentences(text):
        count = len(words(sentence))
        if count > LONGEST_SENTENCE:
            findings.say(
                node.line,
                f"A sentence of “{key}” has {count} words. Split it: at most {LONGEST_SENTENCE}.",
            )
    return text


def _step(key: str, node: Node, findings: Findings) -> str:
    """One action: a step is one sentence of at most twenty words."""
    text = easy_text(key, node, findings)
    if len(sentences(text)) > 1:
        findings.say(node.line, "This step has two sentences. Make it two steps, one action each.")
    return text


def list_of(rule: Callable[[str, Node, Findings], str], *, none_allowed: bool = False) -> Rule:
    """A list in which every item keeps a rule and none stands twice."""

    def read(key: str, node: Node, findings: Findings) -> list[str]:
        if none_allowed and isinstance(node, Text) and node.value == NONE:
            return []
        if not isinstance(node, Listing):
            hint = ", or the word none" if none_allowed else ""
            findings.say(node.line, f"Write “{key}” as a list, one “- ” a line{hint}.")
            return []
        if not node.items:
            findings.say(node.line, f"“{key}” is an empty list. Add at least one item.")
        if len(node.items) > LONGEST_LIST:
            findings.say(node.line, f"“{key}” has over {LONGEST_LIST} items. Keep the best.")
        items: list[str] = []
        for item in node.items:
            value = rule(key, item, findings)
            if value in items:
                findings.say(item.line, f"This item of “{key}” stands twice. Keep one.")
            items.append(value)
        return items

    return read


def _caution(key: str, node: Node, findings: Findings) -> str:
    code = plain_text(key, node, findings)
    if code not in CAUTION_WORDS:
        near = get_close_matches(code, CAUTION_WORDS, n=1)
        hint = f"Did you mean “{near[0]}”?" if near else f"Use one of {', '.join(CAUTION_WORDS)}."
        findings.say(node.line, f"“{code[:40]}” is not on the list of cautions. {hint}")
    elif code in FOR_EVERY_EXERCISE:
        findings.say(node.line, f"“{code}” holds for every exercise. Take it out here.")
    return code


def _phase(key: str, node: Node, findings: Findings) -> str:
    text = plain_text(key, node, findings)
    if len(text) > LONGEST_PHASE:
        findings.say(node.line, f"“{key}” is longer than {LONGEST_PHASE} characters. Shorten it.")
    return text


def _phases(key: str, node: Node, findings: Findings) -> dict[str, str]:
    """The words while the body goes out, stays, and comes back: the exercise's own verbs."""
    if not isinstance(node, Table):
        findings.say(node.line, f"Write “{key}” as {', '.join(PHASE_RULES)}, one a line.")
        return {}
    said: dict[str, str] = checked(node, PHASE_RULES, findings)
    if said.get("out") and said.get("out") == said.get("back"):
        findings.say(node.key_lines["back"], "“out” and “back” say the same. Name both ways.")
    return said


def _then(key: str, node: Node, findings: Findings) -> str:
    text = plain_text(key, node, findings)
    if text not in set(Then):
        findings.say(
            node.line,
            f"Write “{key}” as {', '.join(Then)}: what follows when the patient ticks this.",
        )
    return text


def _notice(key: str, node: Node, findings: Findings) -> list[dict[str, str]]:
    """The points the patient can notice: codes, each with its words and what follows from it."""
    if not isinstance(node, Table) or not node.entries:
        findings.say(
            node.line,
            f"Write “{key}” as codes, such as knee_wobbled, each with its words and then.",
        )
        return []
    for code, line in node.key_lines.items():
        if not _CODE.fullmatch(code):
            findings.say(line, f"Write the code “{code[:40]}” in small letters, as knee_wobbled.")
    return [_notice_row(code, row, findings) for code, row in node.entries.items()]


def _notice_row(code: str, row: Node, findings: Findings) -> dict[str, str]:
    if not isinstance(row, Table):
        findings.say(
            row.line, f"Write “words” and “then” below “{code[:40]}”: what follows from this tick."
        )
        return {"code": code, "words": "", "then": ""}
    said = checked(row, {"words": easy_text, "then": _then}, findings)
    return {"code": code, "words": said.get("words", ""), "then": said.get("then", "")}


def _whole_or_text(key: str, node: Node, findings: Findings) -> str | int:
    text = plain_text(key, node, findings)
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text


def _dose(key: str, node: Node, findings: Findings) -> dict[str, Any]:
    """The default dose, inside the limits that hold for every dose."""
    if not isinstance(node, Table):
        findings.say(node.line, f"Write “{key}” as {', '.join(DOSE_RULES)}, one a line.")
        return {}
    found = len(findings.problems)
    dose = checked(node, DOSE_RULES, findings, if_left_out=NOT_BY_TIME)
    if len(findings.problems) == found:
        for problem in dose_problems(dose):
            findings.say(node.key_lines.get(problem.field, node.line), str(problem))
    return dose


def _side_is(key: str, node: Node, findings: Findings) -> str | None:
    """Which side is meant, in the exercise's own words: the leg you stand on."""
    text = easy_text(key, node, findings)
    if text == NONE:
        return None
    if len(text) > LONGEST_SIDE_IS or text.endswith("."):
        findings.say(
            node.line,
            f"Write “{key}” in up to {LONGEST_SIDE_IS} characters, as “the leg you stand on”.",
        )
    return text


def _yes_or_no(key: str, node: Node, findings: Findings) -> bool:
    text = plain_text(key, node, findings)
    if text not in ("yes", "no"):
        findings.say(node.line, f"Write “{key}” as yes or as no.")
    return text == "yes"


def _sides(key: str, node: Node, findings: Findings) -> str:
    text = plain_text(key, node, findings)
    if text not in SIDES:
        findings.say(node.line, "Write “sides” as each, for one leg at a time, or as none.")
    return text


def _stage(key: str, node: Node, findings: Findings) -> int:
    stage = _whole_or_text(key, node, findings)
    if isinstance(stage, int) and 1 <= stage <= HIGHEST_STAGE:
        return stage
    findings.say(node.line, f"Write “stage” as a whole number from 1 to {HIGHEST_STAGE}.")
    return 0


def slug(key: str, node: Node, findings: Findings) -> str:
    """The name of an exercise file without its ending."""
    text = plain_text(key, node, findings)
    if not SLUG.fullmatch(text):
        findings.say(node.line, f"Write “{key}” in small letters with hyphens, as hip-hinge.")
    return text


def _rung(key: str, node: Node, findings: Findings) -> str | None:
    """The next exercise up or down the ladder."""
    if isinstance(node, Text) and node.value == NONE:
        return None
    return slug(key, node, findings)


def _video(key: str, node: Node, findings: Findings) -> str | None:
    text = plain_text(key, node, findings)
    if text == NONE:
        return None
    if not _HTTPS.fullmatch(text):
        findings.say(
            node.line, "Write “video” as an address that starts with https://, or as none."
        )
    return text


def _reviewed_on(key: str, node: Node, findings: Findings) -> date | None:
    text = plain_text(key, node, findings)
    if text == NONE:
        return None
    try:
        reviewed_on = date.fromisoformat(text)
    except ValueError:
        findings.say(node.line, "Write “reviewed_on” as a date such as 2026-03-31, or as none.")
        return None
    # A day's grace: it may be tomorrow already where the reviewer lives.
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    if not EARLIEST_REVIEW <= reviewed_on <= tomorrow:
        findings.say(node.line, "“reviewed_on” is no date of a review: give the day it was read.")
    return reviewed_on


PHASE_RULES: dict[str, Rule] = {"out": _phase, "stay": _phase, "back": _phase}

NOT_BY_TIME = MappingProxyType({"time_s": 0})
"""The time of a dose that says none: most are counted."""
NOT_SAID_OF_ALL = MappingProxyType({"side_is": None, "watch_first": False})
"""Values of an exercise that leaves these keys out."""

DOSE_RULES: dict[str, Rule] = {
    "sets": _whole_or_text,
    "repetitions": _whole_or_text,
    "hold_s": _whole_or_text,
    "rest_s": _whole_or_text,
    "tempo": plain_text,
    "time_s": _whole_or_text,
    "times_a_day": _whole_or_text,
}

EXERCISE_RULES: dict[str, Rule] = {
    "name": name,
    "summary": easy_text,
    "why": easy_text,
    "position": plain_text,
    "equipment": list_of(easy_text, none_allowed=True),
    "sides": _sides,
    "side_is": _side_is,
    "watch_first": _yes_or_no,
    "steps": list_of(_step),
    "phases": _phases,
    "cues": list_of(easy_text),
    "mistakes": list_of(easy_text),
    "notice": _notice,
    "everyday": list_of(easy_text),
    "cautions": list_of(_caution, none_allowed=True),
    "dose": _dose,
    "easier": _rung,
    "harder": _rung,
    "stage": _stage,
    "picture": slug,
    "video": _video,
    "sources": list_of(plain_text),
    "reviewer": name,
    "reviewed_on": _reviewed_on,
}

SET_RULES: dict[str, Rule] = {
    "name": name,
    "summary": easy_text,
    "exercises": list_of(slug),
}


def check_review(table: Table, values: Mapping[str, Any], findings: Findings) -> None:
    """A date exactly where somebody reviewed it: a draft has none, a review has one."""
    if "reviewer" not in values or "reviewed_on" not in values:
        return
    line = table.key_lines["reviewed_on"]
    written = table.entries["reviewed_on"]
    has_date = not (isinstance(written, Text) and written.value == NONE)
    if values["reviewer"] == UNREVIEWED and has_date:
        findings.say(line, "Nobody has reviewed this draft. Write “reviewed_on: none”.")
    if values["reviewer"] != UNREVIEWED and not has_date:
        findings.say(line, f"Give the day of the review, or write “reviewer: {UNREVIEWED}”.")


def check_picture(
    table: Table, values: Mapping[str, Any], pictures: Collection[str], findings: Findings
) -> None:
    """The picture is one that the house can draw."""
    picture = values.get("picture")
    if not isinstance(picture, str) or picture in pictures:
        return
    near = get_close_matches(picture, pictures, n=1)
    hint = f"Did you mean “{near[0]}”?" if near else "Name a movement that can be drawn."
    findings.say(table.key_lines["picture"], f"There is no picture “{picture[:40]}”. {hint}")
