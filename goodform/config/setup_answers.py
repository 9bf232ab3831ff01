"""The questions of `goodform setup`, how an answer is read, and what is wrong with one.

Five questions. Nothing here needs Django, a database or a settings file: there are none yet.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pyrage import RecipientError, x25519

from goodform.config.environment import Environment, SettingsInvalid, is_loopback
from goodform.ui.phone_numbers import NoNumber, TwoNumbers, checked
from goodform.ui.typed_text import can_be_read, one_line

LONGEST = 120
"""Signs of a name, as the database has room for it."""
_OWNER = re.compile(r"(?P<name>[^<>]+?)\s*[<,]\s*(?P<email>[^<>,\s]+)\s*>?")
_MAIL = re.compile(r"(?P<sender>.+?)\s+(?P<host>[^\s:<>]+)(?::(?P<port>\d{1,5}))?")
_BARE = re.compile(r"<?([^\s<>]+)>?$")


class AnswerUnusable(ValueError):
    """An answer that cannot be used; the message says why and how to write it."""


class AnswersUnusable(ValueError):
    """A file of answers with everything that is wrong in it, a line each."""


@dataclass(frozen=True)
class Answers:
    """All that a clinic says of itself before it starts."""

    address: str
    sender: str
    smtp_host: str
    smtp_port: int
    clinic: str
    phone: str
    owner: str
    email: str
    backups: Path
    smtp_password: str | None = field(default=None, repr=False)
    recipient: str = ""

    @property
    def smtp_user(self) -> str:
        """Whoever sends signs in as the mailbox that mails come from."""
        return _bare(self.sender) if self.smtp_password else ""

    def of_the_house(self) -> dict[str, str]:
        """The part that is no setting: it is written into the database once."""
        return {
            name: said
            for name, said in asdict(self).items()
            if name in {"clinic", "phone", "owner", "email", "recipient"} and said
        }


def _bare(sender: str) -> str:
    found = _BARE.search(sender)
    return found[1] if found else sender


def _address(said: str) -> dict[str, object]:
    try:
        read = Environment.read({"GOODFORM_ADDRESS": said})
    except SettingsInvalid as problem:
        raise AnswerUnusable(
            str(problem).replace("GOODFORM_ADDRESS is", "The address is")
        ) from None
    if read.address.startswith("http://") and not is_loopback(read.hosts[-1]):
        raise AnswerUnusable(
            f"{read.address} is not encrypted: everybody on the way reads what patients write. "
            "Write it with https://."
        )
    return {"address": read.address}


def _mail(said: str) -> dict[str, object]:
    found = _MAIL.fullmatch(said)
    if found is None:
        raise AnswerUnusable(
            "Write the address that mails come from, a blank, and the mail server: "
            "no-reply@example.org mail.example.org:587"
        )
    sender, host, port = found["sender"], found["host"], int(found["port"] or 587)
    try:
        read = Environment.read({"GOODFORM_MAIL_FROM": sender, "GOODFORM_SMTP_HOST": host})
        validate_email(_bare(sender))
    except (SettingsInvalid, ValidationError):
        raise AnswerUnusable(
            f"{sender!r} is no sender. Write one address, such as no-reply@example.org, or "
            "Riverside Clinic <no-reply@example.org>."
        ) from None
    if not 0 < port < 65536:
        raise AnswerUnusable(f"There is no port {port}. Mail servers use 587 or 465.")
    return {"sender": read.mail_from, "smtp_host": host, "smtp_port": port}


def _clinic(said: str) -> dict[str, object]:
    name, _comma, phone = said.rpartition(",")
    name, phone = one_line(name), one_line(phone)
    try:
        checked(phone)
    except (NoNumber, TwoNumbers):
        raise AnswerUnusable(
            "Write the clinic's name, a comma, and the one number that patients phone: "
            "Riverside Back Clinic, 01632 960123"
        ) from None
    if not can_be_read(name) or len(name) > LONGEST:
        raise AnswerUnusable(f"Write a name of at most {LONGEST} signs before the comma.")
    return {"clinic": name, "phone": phone}


def _owner(said: str) -> dict[str, object]:
    found = _OWNER.fullmatch(said)
    name = one_line(found["name"]) if found else ""
    try:
        validate_email(found["email"] if found else "")
    except ValidationError:
        name = ""
    if found is None or not can_be_read(name) or len(name) > LONGEST:
        raise AnswerUnusable(
            "Write the owner's name and email address: Olu Adeyemi <olu@example.org>"
        )
    return {"owner": name, "email": found["email"].lower()}


def _backups(said: str) -> dict[str, object]:
    folder = Path(said).expanduser()
    if not folder.is_absolute():
        raise AnswerUnusable("Write the whole path of a folder, from / on: /mnt/backups")
    if any(each.exists() and not each.is_dir() for each in (folder, *folder.parents)):
        raise AnswerUnusable(f"{folder} is, or lies in, a file. Name a folder.")
    return {"backups": folder}


def _recipient(said: str) -> dict[str, object]:
    try:
        x25519.Recipient.from_str(said)
    except RecipientError:
        raise AnswerUnusable(
            f"{said[:80]!r} is no age recipient. One begins with age1: age-keygen -y KEYFILE"
        ) from None
    return {"recipient": said}


def _password(said: str) -> dict[str, object]:
    return {"smtp_password": said}


@dataclass(frozen=True)
class Question:
    """One question: its key in a file of answers, its words, an example, how it is read."""

    key: str
    words: str
    example: str
    read: Callable[[str], dict[str, object]]


QUESTIONS = (
    Question(
        "address",
        "1. The address that patients type",
        "https://exercises.example.org",
        _address,
    ),
    Question(
        "mail",
        "2. Mail: the address it comes from, and the mail server",
        "no-reply@example.org mail.example.org:587",
        _mail,
    ),
    Question(
        "clinic",
        "3. The clinic's name, and the number that patients phone",
        "Riverside Back Clinic, 01632 960123",
        _clinic,
    ),
    Question("owner", "4. The owner, who answers for it", "Olu Adeyemi <olu@example.org>", _owner),
    Question(
        "backups",
        "5. The folder for the nightly backups, best on another disk",
        "/mnt/backups",
        _backups,
    ),
)
PASSWORD = "   Its password (not shown; empty if the server asks for none)"  # noqa: S105  # a question
MORE = {"mail_password": _password, "recipient": _recipient}
"""More that a file of answers may say."""


def read_one(question: Question, said: str) -> dict[str, object]:
    """The values in an answer; `AnswerUnusable` says why there are none."""
    text = said.strip()
    if not text or "\0" in text:
        raise AnswerUnusable(f"An answer is needed, such as {question.example}")
    return question.read(text)


def ask(
    *, line: Callable[[str], str], hidden: Callable[[str], str], before: Mapping[str, str]
) -> Answers:
    """Ask at a terminal; a bad answer gets a sentence and is asked again.

    `before` has what holds already, by key: Enter leaves it.
    """
    found: dict[str, object] = {}
    for question in QUESTIONS:
        shown = before.get(question.key)
        hint = f"[{shown}]" if shown else f"such as {question.example}"
        while True:
            try:
                found |= read_one(
                    question, line(f"{question.words}\n   {hint}\n   > ") or shown or ""
                )
                break
            except AnswerUnusable as problem:
                print(f"   {problem}")
        if question.key == "mail" and found["smtp_host"] not in {"127.0.0.1", "localhost"}:
            found["smtp_password"] = hidden(f"{PASSWORD}: ") or None
    return Answers(**found)  # type: ignore[arg-type]  # each question reads its own


def from_file(file: Path) -> Answers:
    """The answers in a TOML file; `AnswersUnusable` says all that is wrong at once."""
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        raise AnswersUnusable(f"{file} cannot be read: {problem.strerror}.") from problem
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise AnswersUnusable(
            f'{file} cannot be understood: {problem}. Each line is a name = "answer".'
        ) from problem
    found: dict[str, object] = {}
    wrong = []
    for question in QUESTIONS:
        answer = said.pop(question.key, "")
        try:
            found |= read_one(question, answer if isinstance(answer, str) else "")
        except AnswerUnusable as problem:
            wrong.append(f"{question.key}: {problem}")
    for key, read in MORE.items():
        answer = said.pop(key, None)
        if answer is None or answer == "":
            continue
        try:
            found |= read(str(answer).strip())
        except AnswerUnusable as problem:
            wrong.append(f"{key}: {problem}")
    wrong += [f"{key}: nothing asks for this." for key in said]
    if wrong:
        raise AnswersUnusable("\n".join(wrong))
    return Answers(**found)  # type: ignore[arg-type]  # each question reads its own
