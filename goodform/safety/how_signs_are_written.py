"""The words by which a message may speak of a warning sign: English, to be read by a clinician.

A row is found where one of its `words` stands, and one of `near` within a few words of it; a row
without `near` needs its `words` alone. Too often found is a page shown in vain; too seldom is a
sign that nobody hears. So the rows are wide. Each belongs to a sign of `signs`; its advice is that
sign's. How a text is compared with them, and what counts as said of nobody, is in `written_signs`.
"""

from dataclasses import dataclass

from goodform.safety.red_flags import RedFlag
from goodform.safety.symptoms import Symptom


@dataclass(frozen=True, slots=True)
class WordsOf:
    """Words that may mean a sign: any of `words`, with any of `near` close by where there are."""

    code: RedFlag | Symptom
    words: tuple[str, ...]
    near: tuple[str, ...] = ()


ODD_FEELING = (
    "numb",
    "numness",
    "numbness",
    "tingling",
    "tingly",
    "tingle",
    "pins and needles",
    "no feeling",
    "lost feeling",
    "lost all feeling",
    "feels odd",
    "feels strange",
    "feels different",
    "feels dead",
    "gone dead",
)
WEAK = ("weak", "weakness", "weaker", "wont move", "cannot move", "cant move")
SADDLE = (
    "bottom",
    "bum",
    "backside",
    "buttocks",
    "between my legs",
    "between the legs",
    "groin",
    "private parts",
    "privates",
    "down below",
    "genitals",
    "vagina",
    "penis",
    "testicles",
    "balls",
    "wipe",
    "wiping",
)
PEE = ("pee", "peeing", "wee", "weeing", "urinate", "urinating", "urine", "bladder", "pass water")
BOTH_LEGS = ("both legs", "both my legs", "both feet", "both my feet", "either leg", "legs")
ONE_LEG = ("leg", "foot", "toes", "toe", "calf", "thigh", "ankle", "shin")

SIGN_WORDS: tuple[WordsOf, ...] = (
    WordsOf(RedFlag.SADDLE, (*ODD_FEELING, "cant feel", "cannot feel", "can not feel"), SADDLE),
    WordsOf(
        RedFlag.PEEING,
        (
            "cannot",
            "cant",
            "can not",
            "unable",
            "hard to",
            "harder to",
            "difficult",
            "difficulty",
            "trouble",
            "struggle",
            "struggling",
            "problem",
            "problems",
            "wont come",
            "dont know when",
        ),
        PEE,
    ),
    WordsOf(
        RedFlag.BOWEL_BLADDER,
        ("leak", "leaks", "leaking", "leaked", "lost control", "no control", "losing control"),
        (*PEE, "poo", "bowel", "bowels"),
    ),
    WordsOf(
        RedFlag.BOWEL_BLADDER,
        (
            "incontinent",
            "incontinence",
            "wet myself",
            "soiled myself",
            "pooed myself",
            "wet the bed",
        ),
    ),
    WordsOf(RedFlag.BOTH_LEGS, (*ODD_FEELING, *WEAK, "heavy", "unsteady"), BOTH_LEGS),
    WordsOf(
        RedFlag.BOTH_LEGS,
        ("pain", "pains", "painful", "hurt", "hurts"),
        ("both legs", "both my legs", "both feet", "both my feet"),
    ),
    WordsOf(
        RedFlag.BOTH_LEGS,
        ("cant feel my legs", "cannot feel my legs", "cant feel my feet", "cannot feel my feet"),
    ),
    WordsOf(RedFlag.SEXUAL, ("erection", "erections", "no erection", "get hard", "erectile")),
    WordsOf(RedFlag.SEXUAL, ODD_FEELING, ("sex", "making love")),
    WordsOf(
        RedFlag.CHEST_PAIN,
        ("pain", "pains", "tight", "tightness", "pressure", "crushing", "hurts", "ache"),
        ("chest",),
    ),
    WordsOf(
        Symptom.BREATHLESS,
        (
            "breathless",
            "short of breath",
            "shortness of breath",
            "cannot breathe",
            "cant breathe",
            "hard to breathe",
            "difficulty breathing",
            "trouble breathing",
            "struggling to breathe",
            "gasping",
        ),
    ),
    WordsOf(
        RedFlag.ACCIDENT,
        (
            "car crash",
            "car accident",
            "road accident",
            "bike accident",
            "motorbike accident",
            "run over",
            "knocked down",
            "fell off",
            "fell from a",
            "fell from the",
            "fell down the stairs",
            "bad fall",
        ),
    ),
    WordsOf(RedFlag.ONE_LEG, (*ODD_FEELING, *WEAK, "drags", "dragging", "trip", "trips"), ONE_LEG),
    WordsOf(
        RedFlag.ONE_LEG,
        (
            "foot drop",
            "leg gave way",
            "leg gives way",
            "leg has gone",
            "cant lift my foot",
            "cannot lift my foot",
            "cant feel my leg",
            "cannot feel my leg",
            "cant feel my foot",
            "cannot feel my foot",
            "cant feel my toes",
            "cannot feel my toes",
        ),
    ),
    WordsOf(
        RedFlag.FEVER,
        ("fever", "feverish", "shivery", "shivering", "high temperature", "hot and cold"),
    ),
    WordsOf(
        RedFlag.WEIGHT_LOSS,
        ("lost weight", "losing weight", "weight loss", "lost a stone", "weight is dropping"),
    ),
    WordsOf(RedFlag.LUMP, ("lump", "lumps", "swelling"), ("back", "spine")),
    WordsOf(
        RedFlag.NIGHT,
        ("pain", "hurts", "worse", "ache", "aching"),
        ("at night", "wakes me", "woke me", "waking me", "all night"),
    ),
    WordsOf(
        RedFlag.COUGH,
        ("pain", "hurts", "worse"),
        ("cough", "coughing", "sneeze", "sneezing"),
    ),
    WordsOf(RedFlag.UPPER_BACK, ("between my shoulders", "between the shoulder blades")),
    WordsOf(
        Symptom.SPREADING,
        ("pain", "hurts", "shooting", "goes", "spreads", "spreading", "travels", "moved"),
        (
            "down my leg",
            "down the leg",
            "into my leg",
            "into my foot",
            "to my foot",
            "below my knee",
        ),
    ),
    WordsOf(
        Symptom.DIZZY,
        ("dizzy", "dizziness", "light headed", "lightheaded", "faint", "fainted", "passed out"),
    ),
)

NOT_SAID = (
    "no",
    "not",
    "never",
    "without",
    "isnt",
    "arent",
    "wasnt",
    "havent",
    "hasnt",
    "dont",
    "didnt",
    "nor",
)
"""A sign that one of these stands closely before is one the patient does not have."""
NOT_SURE = ("sure", "certain", "only", "just", "know")
"""But where one of these follows at once, nothing is denied: "not sure if it is numb"."""
ENDS_A_DENIAL = (
    "and",
    "because",
    "better",
    "best",
    "change",
    "changed",
    "easier",
    "fine",
    "good",
    "great",
    "happy",
    "help",
    "helped",
    "helping",
    "improved",
    "improvement",
    "improving",
    "just",
    "less",
    "nice",
    "now",
    "only",
    "relief",
    "since",
    "sleep",
    "sleeping",
    "slept",
    "still",
    "well",
)
"""A denial reaches as far as one of these: "not good my foot is numb" says numb."""
ENDS_A_THOUGHT = ("but", "although", "though", "however", "except")
"""No sign is put together from words on both sides of one of these."""
