"""The practitioner's patients, and reception's."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.desk.caseload import caseload_of
from goodform.desk.page import desk_page
from goodform.desk.whose_page import note_list
from goodform.people.access import Action, Role, reader_of
from goodform.people.doors import for_staff
from goodform.people.models import Staff

LONGEST_SEARCH = 100


@for_staff(Action.SEE_PATIENTS)
@never_cache
@require_safe
def caseload(request: HttpRequest, *, staff: Staff) -> HttpResponse:
    """Own patients, or with `?of=everyone` the clinic's; a search looks at everyone."""
    note_list(request, staff.clinic)
    reader = reader_of(request.user)
    find = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    default = "mine" if Role.PRACTITIONER in reader.roles and not find else "everyone"
    page = request.GET.get("page", "1")
    return desk_page(
        request,
        "desk/caseload.html",
        {
            "section": "caseload",
            "caseload": caseload_of(
                staff.user,
                staff,
                reader,
                everyone=request.GET.get("of", default) == "everyone",
                find=find,
                page=int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 1,
            ),
            "has_own": Role.PRACTITIONER in reader.roles,
            "may_assess": reader.may(Action.ASSESS),
        },
    )
