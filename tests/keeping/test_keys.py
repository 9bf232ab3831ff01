"""The owner names a key, and shows once that it opens what is made for it."""

from pathlib import Path

import pyrage
import pytest
from django.utils import timezone

from goodform.audit.models import AuditRow
from goodform.keeping import refusals, sealed
from goodform.keeping.actions import keys_of_this_house, name_recipient, prove
from goodform.keeping.models import Recipient
from goodform.keeping.safe import for_the_safe
from tests.keeping.houses import KeyPair
from tests.people import House


def read(word: str, key: KeyPair) -> str:
    """The owner's page where the key is."""
    return bytes(pyrage.decrypt(word.encode(), [key.identity])).decode()


def test_whoever_reads_the_word_has_the_key(house: House, key: KeyPair) -> None:
    word = name_recipient(key=f" {key.public}\n", now=timezone.now())
    assert keys_of_this_house() == [key.public]
    assert Recipient.objects.get().proven_at is None
    assert prove(answer=f" {read(word, key).upper()}\n", now=timezone.now()).proven_at is not None


def test_the_key_typed_from_paper_proves_itself_and_is_kept_nowhere(
    house: House, key: KeyPair
) -> None:
    name_recipient(key=key.public, now=timezone.now())
    named = prove(answer=str(key.identity).lower(), now=timezone.now())
    assert named.proven_at is not None
    assert str(key.identity) not in str(Recipient.objects.values())
    assert str(key.identity) not in str(AuditRow.objects.values())


@pytest.mark.parametrize("answer", ["abcd-efgh-jkmn", "", "AGE-SECRET-KEY-1QQQ"])
def test_anything_else_proves_nothing(house: House, key: KeyPair, answer: str) -> None:
    name_recipient(key=key.public, now=timezone.now())
    for wrong in (answer, str(KeyPair().identity)):
        with pytest.raises(refusals.KeyUnreadable) as said:
            prove(answer=wrong, now=timezone.now())
        assert "SECRET-KEY-1Q" not in str(said.value)
    assert Recipient.objects.get().proven_at is None


def test_an_older_word_is_spent(house: House, key: KeyPair) -> None:
    first = name_recipient(key=key.public, now=timezone.now())
    second = name_recipient(key=key.public, now=timezone.now())
    with pytest.raises(refusals.KeyUnreadable):
        prove(answer=read(first, key), now=timezone.now())
    prove(answer=read(second, key), now=timezone.now())


def test_another_key_must_be_proven_anew_and_the_same_one_need_not(
    house: House, key: KeyPair
) -> None:
    prove(answer=read(name_recipient(key=key.public, now=timezone.now()), key), now=timezone.now())
    name_recipient(key=key.public, now=timezone.now())
    assert Recipient.objects.get().proven_at is not None
    name_recipient(key=KeyPair().public, now=timezone.now())
    assert Recipient.objects.get().proven_at is None


def test_it_stands_in_the_record_of_every_clinic(house: House, key: KeyPair) -> None:
    prove(answer=read(name_recipient(key=key.public, now=timezone.now()), key), now=timezone.now())
    for clinic in (house.clinic, house.elsewhere):
        assert list(
            AuditRow.objects.filter(clinic_id=clinic.pk, subject="backup key")
            .order_by("pk")
            .values_list("action", flat=True)
        ) == ["backup key named", "backup key proven"]


def test_without_a_key_there_is_nothing_to_prove(house: House) -> None:
    with pytest.raises(refusals.NoRecipient):
        prove(answer="word", now=timezone.now())


def test_what_is_no_key_is_said(house: House, tmp_path: Path, key: KeyPair) -> None:
    with pytest.raises(refusals.KeyUnreadable, match="One begins with age1"):
        name_recipient(key="age1nonsense", now=timezone.now())
    for content, words in (
        ("", "no age identity"),
        ("AGE-SECRET-KEY-1QQQ", "a character left out"),
        ("-----BEGIN AGE ENCRYPTED FILE-----", "locked with a passphrase"),
    ):
        (tmp_path / "key").write_text(content)
        with pytest.raises(refusals.KeyUnreadable, match=words):
            sealed.identities(tmp_path / "key")
    with pytest.raises(refusals.KeyUnreadable, match="cannot be read"):
        sealed.identities(tmp_path / "nothing")
    assert str(sealed.identities(key.as_file(tmp_path))[0]) == str(key.identity)


def test_the_sheet_for_the_safe_has_all_that_is_needed(key: KeyPair) -> None:
    sheet = for_the_safe(
        identity=str(key.identity),
        recipient=key.public,
        address="https://exercises.example.org",
        now=timezone.now(),
    )
    assert str(key.identity) in sheet
    assert key.public in sheet
    assert "goodform restore" in sheet
