"""WhoseText a person types here: kept as typed, or refused kindly. Nothing is cut off."""

from django.utils.translation import gettext as _

from goodform.outcomes.models import LONGEST_WORDS
from goodform.ui.typed_text import NUL, can_be_read, one_line


class WordsRefused(ValueError):
    """The words cannot be kept; the sentence says why and what to do."""


def own_words(text: str, *, most: int = LONGEST_WORDS) -> str:
    """The words on one line; `WordsRefused` where no database or no reader could take them."""
    if NUL in text:
        raise WordsRefused(_("There is a sign in these words that cannot be kept. Type it again."))
    line = one_line(text)
    if not can_be_read(line):
        raise WordsRefused(_("Write it in a few words."))
    if len(line) > most:
        raise WordsRefused(
            _("That is longer than %(most)s letters. Say it shorter.") % {"most": most}
        )
    return line
