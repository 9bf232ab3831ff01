"""Public holidays a clinic can tick as closed, by rule. Pure.

A holiday on a Saturday or Sunday also closes the first weekday after it that is no holiday itself.
Days that follow no rule, such as Matariki, are written as exceptions by the owner.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from goodform.safety.translatable import gettext_noop as _

MONDAY = 0


@dataclass(frozen=True, slots=True)
class Holiday:
    """Its name, where it is kept (codes of country packs), and its date in a year."""

    name: str
    countries: frozenset[str]
    on: Callable[[int], date]


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Butcher's rule)."""
    century, of_century = divmod(year, 100)
    golden = year % 19
    moon = (19 * golden + century - century // 4 - (8 * century + 13) // 25 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (of_century // 4) - moon - of_century % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _monday(month: int, number: int) -> Callable[[int], date]:
    def on(year: int) -> date:
        first = date(year, month, 1)
        return first + timedelta(days=(MONDAY - first.weekday()) % 7 + 7 * (number - 1))

    return on


def _last_monday(month: int) -> Callable[[int], date]:
    def on(year: int) -> date:
        last = date(year, month + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - MONDAY) % 7)

    return on


def _brigid(year: int) -> date:
    """1 February where it is a Friday, else the first Monday of that month."""
    first = date(year, 2, 1)
    return first if first.weekday() == 4 else _monday(2, 1)(year)


_GB = frozenset({"gb", "gb-sct", "gb-nir"})
_ALL = _GB | {"ie", "nz", "au"}

HOLIDAYS: dict[str, Holiday] = {
    "new_year": Holiday(_("New Year’s Day"), _ALL, _fixed(1, 1)),
    "second_january": Holiday(_("2 January"), frozenset({"gb-sct", "nz"}), _fixed(1, 2)),
    "australia_day": Holiday(_("Australia Day"), frozenset({"au"}), _fixed(1, 26)),
    "brigid": Holiday(_("St Brigid’s Day"), frozenset({"ie"}), _brigid),
    "waitangi": Holiday(_("Waitangi Day"), frozenset({"nz"}), _fixed(2, 6)),
    "patrick": Holiday(_("St Patrick’s Day"), frozenset({"gb-nir", "ie"}), _fixed(3, 17)),
    "good_friday": Holiday(_("Good Friday"), _ALL, _from_easter(-2)),
    "easter_monday": Holiday(_("Easter Monday"), _ALL, _from_easter(1)),
    "anzac": Holiday(_("Anzac Day"), frozenset({"nz", "au"}), _fixed(4, 25)),
    "early_may": Holiday(_("First Monday in May"), _GB | {"ie"}, _monday(5, 1)),
    "late_may": Holiday(_("Last Monday in May"), _GB, _last_monday(5)),
    "early_june": Holiday(_("First Monday in June"), frozenset({"ie", "nz"}), _monday(6, 1)),
    "second_june": Holiday(_("Second Monday in June"), frozenset({"au"}), _monday(6, 2)),
    "twelfth": Holiday(_("12 July"), frozenset({"gb-nir"}), _fixed(7, 12)),
    "early_august": Holiday(
        _("First Monday in August"), frozenset({"gb-sct", "ie"}), _monday(8, 1)
    ),
    "late_august": Holiday(
        _("Last Monday in August"), frozenset({"gb", "gb-nir"}), _last_monday(8)
    ),
    "labour": Holiday(_("Fourth Monday in October"), frozenset({"nz"}), _monday(10, 4)),
    "late_october": Holiday(_("Last Monday in October"), frozenset({"ie"}), _last_monday(10)),
    "andrew": Holiday(_("St Andrew’s Day"), frozenset({"gb-sct"}), _fixed(11, 30)),
    "christmas": Holiday(_("Christmas Day"), _ALL, _fixed(12, 25)),
    "boxing": Holiday(_("26 December"), _ALL, _fixed(12, 26)),
}


def holidays_in(country: str) -> tuple[tuple[str, str], ...]:
    """Code and name of each holiday of a country; of all countries where it is unknown."""
    kept = [(code, each) for code, each in HOLIDAYS.items() if country in each.countries]
    return tuple((code, each.name) for code, each in kept or HOLIDAYS.items())


def is_holiday(day: date, ticked: Collection[str]) -> bool:
    """Whether a date is one of the ticked holidays, or the weekday that stands in for one."""
    key = frozenset(ticked)
    return bool(key) and (day in _closed(day.year, key) or day in _closed(day.year - 1, key))


@lru_cache(maxsize=256)
def _closed(year: int, ticked: frozenset[str]) -> frozenset[date]:
    """The ticked holidays of a year with the days that stand in for those on a weekend."""
    taken = {HOLIDAYS[code].on(year) for code in ticked}
    for holiday in sorted(taken):
        if holiday.weekday() < 5:
            continue
        instead = holiday
        while instead.weekday() >= 5 or instead in taken:
            instead += timedelta(days=1)
        taken.add(instead)
    return frozenset(taken)
