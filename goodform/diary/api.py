"""What a patient's device says and asks, in JSON. Errors carry a code and a sentence."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from goodform.diary.door import for_patients
from goodform.diary.queries import today_of
from goodform.people.models import Patient


@for_patients("GET")
def today_api(request: HttpRequest, *, patient: Patient) -> JsonResponse:
    """`GET /api/today`: what is prescribed and due; sets the cookie that sending needs."""
    get_token(request)
    return JsonResponse(today_of(patient))
