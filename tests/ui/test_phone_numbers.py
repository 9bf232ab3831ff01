"""Which number is dialled: never another one than was meant."""

import pytest

from goodform.ui.phone_numbers import NoNumber, TwoNumbers, checked, dialled, looked_for
from goodform.ui.typed_fields import PhoneField


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("01632 960123", "01632960123"),
        ("(01632) 960-123", "01632960123"),
        ("+44 (0)1632 960123", "+441632960123"),
        ("+44(0)1632/960123", "+441632960123"),
        ("0044 1632 960123", "+441632960123"),
        ("0044 (0)1632 960123", "+441632960123"),
        ("+39 06 1234567", "+39061234567"),
        ("+44 1632 960123 x12", "+441632960123;ext=12"),
        ("01632 960123 ext. 12", "01632960123;ext=12"),
        ("999", "999"),
        ("1800 633 422", "1800633422"),
        ("01632 960123 / 01632 960124", "01632960123"),
        ("\u202a+44 1632 960123\u202c", "+441632960123"),
    ],
)
def test_what_is_dialled(written: str, dials: str) -> None:
    assert dialled(written) == dials


@pytest.mark.parametrize(
    "written",
    [
        "01632 960123 / 01632 960124",
        "01632 960123 or 01632 960124",
        "01632 960123, 01632 960124",
        "01632 960123 01632 960124",
    ],
)
def test_two_numbers_in_one_field_are_refused(written: str) -> None:
    with pytest.raises(TwoNumbers):
        checked(written)


@pytest.mark.parametrize("written", ["", "call me", "12", "999", "0" * 40 + "x", "٠١٦٣٢"])
def test_what_nobody_can_dial_is_refused(written: str) -> None:
    with pytest.raises((NoNumber, TwoNumbers)):
        checked(written)


@pytest.mark.parametrize("written", ["01632 960123", "+44 (0)1632 960123", "060/123456"])
def test_a_number_is_kept_as_people_write_it(written: str) -> None:
    assert checked(written) == written


def test_a_number_is_looked_for_in_every_way_it_is_said() -> None:
    assert looked_for("+44 (0)1632 960178") == ("441632960178", "01632960178")
    assert looked_for("01632 960178") == ("01632960178",)


@pytest.mark.parametrize(
    "written", ["٠١٦٣٢ ٩٦٠١٢٣", "０１６３２ ９６０１２３", "\u202a01632 960123\u202c"]
)
def test_digits_of_another_keyboard_are_kept_as_a_phone_dials_them(written: str) -> None:
    assert PhoneField().clean(written) == "01632 960123"
