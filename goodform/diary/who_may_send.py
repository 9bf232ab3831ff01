"""Who comes in to the diary's addresses: a signed-in patient, answered in JSON."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.decorators import decorator_from_middleware
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from goodform.people.ceilings import REQUESTS, NowAndThen
from goodform.people.doors import Door, with_door
from goodform.people.models import Patient
from goodform.people.signed_in import patient_of

View = Callable[..., HttpResponseBase]


def problem(status: int, code: str, sentence: str) -> JsonResponse:
    """An error that a device can act on and a person can read."""
    return JsonResponse({"code": code, "sentence": sentence}, status=status)


def not_here() -> JsonResponse:
    """The answer to an outsider: no word on whether there is anything."""
    return problem(404, "not_found", _("There is nothing here for you."))


_requests = NowAndThen(REQUESTS)


def too_often(patient: Patient) -> JsonResponse | None:
    """Count a request of a patient; 429 where there were too many. A device sends it again later.

    Whoever tells of harm is heard all the same: ask only for what does not.
    """
    if _requests.passes(str(patient.pk)):
        return None
    answer = problem(429, "too_often", _("This is a lot at once. It is kept and sent again later."))
    answer["Retry-After"] = str(REQUESTS.within_s)
    return answer


class _CsrfInJson(CsrfViewMiddleware):
    """Django's own check; only the refusal is JSON."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002
        return problem(
            403, "csrf", _("This page is too old to send. Open Today again; nothing is lost.")
        )


def for_patients(method: str, *, also_ended: bool = False) -> Callable[[View], View]:
    """A view for one method that is handed the signed-in `patient`: 401, 403, 404 or 405 else.

    With `also_ended` also who may not come in any more: what their phone has to tell is taken.
    No query: signing in reads the user with patient, clinic and practitioner.
    """

    def decorate(view: View) -> View:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            if request.method != method:
                answer = problem(405, "method", _("This address takes %s only.") % method)
                answer["Allow"] = method
                return answer
            if not request.user.is_authenticated:
                return problem(401, "signed_out", _("Sign in again. What you did is still here."))
            patient = patient_of(request.user, also_ended=also_ended)
            if patient is None:
                return not_here()
            return view(request, *args, patient=patient, **kwargs)

        door = Door("patient", also_ended=frozenset({method} if also_ended else ()))
        return with_door(csrf_exempt(decorator_from_middleware(_CsrfInJson)(guarded)), door)

    return decorate
