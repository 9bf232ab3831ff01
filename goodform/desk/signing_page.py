"""The page on which a text is read in full and signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodform.desk.forms.signing import SignForm, TakeBackForm
from goodform.desk.word_by_word import ChangedLine, what_changed
from goodform.people.models import Signature, Staff
from goodform.people.signatures import Signed, signed_as, standing
from goodform.people.signing_actions import NotSigned, sign, withdraw
from goodform.safety.red_flag_text import EMERGENCY, NUMBERS, URGENT, Words

LINE_WORDS = {
    "name": gettext_lazy("Name"),
    "summary": gettext_lazy("Summary"),
    "why": gettext_lazy("Why it helps"),
    "position": gettext_lazy("Position"),
    "sides": gettext_lazy("Sides"),
    "side_is": gettext_lazy("Which side"),
    "stage": gettext_lazy("Stage"),
    "picture": gettext_lazy("Picture"),
    "phases": gettext_lazy("Said at each turn"),
    "equipment": gettext_lazy("Needs"),
    "steps": gettext_lazy("Step"),
    "cues": gettext_lazy("Cue"),
    "mistakes": gettext_lazy("Common mistake"),
    "everyday": gettext_lazy("Everyday"),
    "cautions": gettext_lazy("Caution"),
    "sources": gettext_lazy("Source"),
    "notice": gettext_lazy("What the patient may notice"),
    "dose": gettext_lazy("Usual dose"),
    "easier": gettext_lazy("Easier"),
    "harder": gettext_lazy("Harder"),
    NUMBERS: gettext_lazy("Numbers"),
    EMERGENCY: gettext_lazy("Emergency signs"),
    URGENT: gettext_lazy("Signs for today"),
}
"""The names of a text's lines."""


@dataclass(frozen=True)
class TextToSign:
    """A text as it stands: its name in the signatures, its version and its words."""

    text: str
    version: str
    words: Words


@dataclass(frozen=True)
class SigningPage:
    """The signatures on a text, and the forms to add or take back one."""

    signed: Signed
    history: Sequence[Signature]
    changed: Sequence[tuple[str, ChangedLine]]
    form: SignForm
    back: TakeBackForm
    may_sign: bool
    done: bool = False

    @property
    def wrong(self) -> bool:
        """Whether something was sent that could not be taken."""
        return (self.form.is_bound or self.back.is_bound) and not self.done


def signing_page(request: HttpRequest, text: TextToSign, *, staff: Staff) -> SigningPage:
    """Take what was sent, if anything was, and show how the text stands; four queries to read."""
    does = request.POST.get("do", "") if request.method == "POST" else ""
    data = request.POST
    form = SignForm(data if does == "sign" else None, initial=_initial(text, staff))
    back = TakeBackForm(data if does == "withdraw" else None)
    done = _sign(request, text, form, staff) or _take_back(request, text, back, staff)
    signed = signed_as(standing(staff.clinic_id, [text.text]).get(text.text, ()), text.version)
    return SigningPage(
        signed=signed,
        history=_history(staff, text),
        changed=_changed(signed, text),
        form=form,
        back=back,
        may_sign=staff.is_practitioner and bool(text.version),
        done=done,
    )


def _initial(text: TextToSign, staff: Staff) -> dict[str, object]:
    """The signatory's name, and the number they signed with last."""
    last = Signature.objects.filter(by=staff, withdraws=None).order_by("-at").first()
    return {
        "version": text.version,
        "name": staff.name,
        "registration": last.registration if last else "",
        "signed_on": _today(staff),
    }


def _today(staff: Staff) -> date:
    return timezone.now().astimezone(ZoneInfo(staff.clinic.zone)).date()


def _sign(request: HttpRequest, text: TextToSign, form: SignForm, staff: Staff) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    if form.cleaned_data["version"] != text.version:
        again = request.POST.copy()
        again["version"] = text.version
        again.pop("read", None)
        form.data = again
        form.add_error(None, _("The words changed while you read. Read them again, then sign."))
        return False
    try:
        sign(text=text.text, version=text.version, words=text.words, who=form.who(), by=staff)
    except NotSigned as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, _("Signed for your clinic."))
    return True


def _take_back(request: HttpRequest, text: TextToSign, form: TakeBackForm, staff: Staff) -> bool:
    if not form.is_bound or not form.is_valid():
        return False
    rows = Signature.objects.visible_to(request.user).filter(text=text.text, withdraws=None)
    signature = get_object_or_404(rows, pk=form.cleaned_data["signature"])
    try:
        withdraw(signature=signature, why=form.cleaned_data["why"], by=staff)
    except NotSigned as problem:
        form.add_error("why", str(problem))
        return False
    messages.success(request, _("Taken back. The record keeps both."))
    return True


def _history(staff: Staff, text: TextToSign) -> Sequence[Signature]:
    """Everything that was signed and taken back, the newest first."""
    rows = Signature.objects.filter(clinic=staff.clinic_id, text=text.text, withdraws=None)
    return list(rows.defer("words").select_related("by", "withdrawn_by__by").order_by("-at"))


def _changed(signed: Signed, text: TextToSign) -> Sequence[tuple[str, ChangedLine]]:
    """The lines unlike those signed last; nothing where these words are signed."""
    if signed.earlier is None or not signed.earlier.version:
        return ()
    before = tuple((str(key), str(words)) for key, words in signed.earlier.words)
    return [
        (str(LINE_WORDS.get(line.key, line.key)), line) for line in what_changed(before, text.words)
    ]
