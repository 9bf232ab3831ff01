"""The practitioner's patients, and reception's."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.desk.caseload import caseload_of
from goodform.desk.door import staff_at
from goodform.desk.page import desk_page
from goodform.people.access import Action, Role, reader_of

LONGEST_SEARCH = 100


@login_required
@never_cache
@require_safe
def caseload(request: HttpRequest) -> HttpResponse:
    """Own patients, or with `?of=everyone` the clinic's; a search looks at everyone."""
    staff = staff_at(request, Action.SEE_PATIENTS)
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
