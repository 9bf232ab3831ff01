"""How hard is an English text to read? Sentence length and the Flesch–Kincaid grade.

Grade = 0.39 × words a sentence + 11.8 × syllables a word − 15.59 (Kincaid and others, 1975); a
grade is a US school year, and a reading age of 9 to 11 is about grade 4 to 6. Syllables are counted
by groups of vowels, with silent endings taken off: right for most everyday words, and out by one
for a few. The grade is for a whole text of some hundred words; for one sentence it says little.
"""

import re
from collections.abc import Iterable

LONGEST_SENTENCE = 20

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT_ENDING = re.compile(
    r"""(?: [aeiouy]l | [^aeiouyl] ) e $            # make, while; but not table, knee
      | (?: [aeiouy]l | [^aeiouyclgsxzh] ) es $     # makes; but not muscles, boxes, stretches
      | [^aeiouytd] ed $                            # crossed; but not lifted""",
    re.VERBOSE,
)


def sentences(text: str) -> list[str]:
    """The sentences of a text, split after a full stop, a question or an exclamation mark."""
    return [sentence for sentence in _SENTENCE_END.split(text.strip()) if words(sentence)]


def words(text: str) -> list[str]:
    """The words of a text; a hyphenated word is one."""
    return _WORD.findall(text)


def syllables(word: str) -> int:
    """How many syllables a word has, at least one."""
    plain = re.sub(r"[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(plain))
    return max(1, groups - 1 if _SILENT_ENDING.search(plain) else groups)


def school_grade(texts: Iterable[str]) -> float:
    """The Flesch–Kincaid grade of several texts read as one; raises ValueError for no words."""
    every_sentence = [sentence for text in texts for sentence in sentences(text)]
    every_word = [word for sentence in every_sentence for word in words(sentence)]
    if not every_word:
        raise ValueError("there are no words to read: give at least one sentence")
    length = len(every_word) / len(every_sentence)
    weight = sum(map(syllables, every_word)) / len(every_word)
    return 0.39 * length + 11.8 * weight - 15.59
