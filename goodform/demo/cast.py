"""Who is in the demo. Nobody here is real; the phone numbers are kept for fiction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

CLINIC = {
    "name": "Riverside Back Clinic",
    "phone": "01632 960123",
    "booking_url": "https://book.example.org/riverside",
    "hours": "Monday to Friday, 8 to 18\nSaturday, 9 to 12",
    "zone": "Europe/London",
    "country_pack": "gb",
    "reply_promise": "We answer within 1 working day.",
    "reply_within_hours": 24,
    "opening": {
        "week": [[[480, 1080]]] * 5 + [[[540, 720]], []],
        "exceptions": {},
        "holidays": ["boxing", "christmas", "new_year"],
    },
    "promised_within": 1,
    "promised_unit": "days",
    "is_demo": True,
}


@dataclass(frozen=True)
class Part:
    """A member of staff in the demo, by the word in the demo's address."""

    role: str
    name: str
    title: str
    email: str


STAFF = (
    Part("practitioner", "Priya Nair", "Chiropractor", "priya@example.org"),
    Part("reception", "Rob Lane", "", "rob@example.org"),
    Part("owner", "Olu Adeyemi", "", "olu@example.org"),
)


@dataclass(frozen=True)
class Given:
    """An exercise somebody was given, where it differs from the exercise's own dose."""

    slug: str
    anchor: str = ""
    note: str = ""
    weekdays: str = "1234567"
    caution_reason: str = ""
    dose: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Somebody:
    """A patient: what was found, what was given, and the last days as they went.

    `days` reads from the oldest to the last, one letter a day: `d` done, `p` done in part,
    `-` nothing; the last of them is `last_day_ago` days ago. `pain` was said after each exercise.
    """

    name: str
    born: date
    findings: str
    usual_pain: int
    assessed_days_ago: int
    review_in_days: int
    given: tuple[Given, ...] = ()
    days: str = ""
    last_day_ago: int = 1
    pain: int = 1
    cautions: tuple[str, ...] = ()
    phone: str = ""


ALICE = Somebody(
    name="Alice Archer",
    born=date(1966, 3, 14),
    findings="Low back, stiff in the morning. No leg pain. Hips weak on both sides.",
    usual_pain=2,
    assessed_days_ago=10,
    review_in_days=18,
    given=(
        Given("glute-bridge"),
        Given(
            "knee-to-chest",
            anchor="after waking",
            note="Slow and easy, before you get up for the day.",
            dose={"repetitions": 3, "hold_s": 20},
        ),
        Given("clam", note="Keep your hips stacked, as we practised."),
        Given("hip-hinge"),
    ),
    days="dd-dp",
    last_day_ago=3,
    pain=1,
    phone="01632 960170",
)
DANIEL = Somebody(
    name="Daniel Okafor",
    born=date(1982, 6, 2),
    findings="Low back after lifting. No neurological sign at assessment.",
    usual_pain=4,
    assessed_days_ago=6,
    review_in_days=22,
    given=(Given("knee-to-chest"), Given("clam")),
    days="d-dd",
    pain=3,
    phone="01632 960177",
)
MAUREEN = Somebody(
    name="Maureen Pike",
    born=date(1951, 11, 30),
    findings="Hip and low back, better than last time. Uses the stairs again.",
    usual_pain=3,
    assessed_days_ago=36,
    review_in_days=-8,
    given=(
        Given(
            "sit-to-stand", caution_reason="With a chair against the wall; she manages it safely."
        ),
        Given("glute-bridge"),
    ),
    days="",
    cautions=("falls_risk",),
    phone="01632 960181",
)
NORA = Somebody(
    name="Nora Field",
    born=date(1990, 2, 8),
    findings="",
    usual_pain=0,
    assessed_days_ago=0,
    review_in_days=0,
)
ORDINARY = (
    Somebody(
        name="Samir Haddad",
        born=date(1974, 9, 21),
        findings="Stiff low back after long days at a desk.",
        usual_pain=3,
        assessed_days_ago=15,
        review_in_days=13,
        given=(Given("hip-hinge"), Given("glute-bridge"), Given("piriformis-stretch-1")),
        days="dddd-dd",
        pain=2,
    ),
    Somebody(
        name="Grace Lindqvist",
        born=date(1988, 1, 17),
        findings="Side of the right hip, better since last visit.",
        usual_pain=2,
        assessed_days_ago=20,
        review_in_days=8,
        given=(Given("side-lying-leg-abduction"), Given("glute-bridge")),
        days="d-d-d-d",
        pain=1,
    ),
    Somebody(
        name="Tomasz Zielinski",
        born=date(1969, 7, 4),
        findings="Low back, careful about lifting. Learns the hinge.",
        usual_pain=1,
        assessed_days_ago=8,
        review_in_days=20,
        given=(Given("hip-hinge"), Given("box-squat", weekdays="135")),
        days="dpdd-dd",
        pain=0,
    ),
    Somebody(
        name="Hana Petrova",
        born=date(1995, 5, 26),
        findings="Deep ache in the buttock when sitting.",
        usual_pain=3,
        assessed_days_ago=12,
        review_in_days=16,
        given=(Given("piriformis-stretch-1"), Given("clam")),
        days="ddddddd",
        pain=2,
    ),
    Somebody(
        name="Colm Doherty",
        born=date(1958, 12, 9),
        findings="Getting out of chairs is hard. Knees fine.",
        usual_pain=2,
        assessed_days_ago=5,
        review_in_days=23,
        given=(Given("sit-to-stand"), Given("knee-to-chest")),
        days="dd-d",
        pain=1,
    ),
)
EVERYBODY = (ALICE, DANIEL, MAUREEN, NORA, *ORDINARY)
