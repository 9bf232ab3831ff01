"""Signatures of the standing characters."""

from datetime import date

from goodform.library.models import ExerciseVersion
from goodform.library.what_it_says import text_of, version_words
from goodform.people.models import Signature, Staff
from goodform.people.signing_actions import Signatory, sign
from goodform.safety.red_flag_text import red_flag_words, text_name, version_of
from tests.people import in_days


def signatory(by: Staff, day: date | None = None) -> Signatory:
    """Whoever signs, with a number of no register."""
    return Signatory(by.name, "00 TEST", day or in_days(0))


def sign_version(version: ExerciseVersion, by: Staff) -> Signature:
    """Sign these words of an exercise for the clinic."""
    return sign(
        text=text_of(version),
        version=version.content_hash,
        words=version_words(version.content),
        who=signatory(by),
        by=by,
    )


def sign_red_flags(by: Staff) -> Signature:
    """Sign the warning signs of the clinic's country."""
    code = by.clinic.country_pack
    words = red_flag_words(code)
    return sign(
        text=text_name(code), version=version_of(words), words=words, who=signatory(by), by=by
    )
