"""`/metrics`: the gauges in the text form of Prometheus, for the networks of the owner only."""

from collections.abc import Iterable
from ipaddress import ip_address, ip_network
from math import inf

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from goodform.config.gauges import Gauge, gauges

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SIGNS = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


def in_text(found: Iterable[Gauge]) -> str:
    """The text form, version 0.0.4: what it says, that it is a gauge, and a line for each value."""
    lines = []
    for gauge in found:
        name = f"goodform_{gauge.name}"
        lines += [f"# HELP {name} {gauge.says}", f"# TYPE {name} gauge"]
        for labels, value in gauge.values.items():
            told = ",".join(f'{key}="{said.translate(_SIGNS)}"' for key, said in labels)
            lines.append(
                f"{name}{{{told}}} {_number(value)}" if told else f"{name} {_number(value)}"
            )
    return "\n".join(lines) + "\n"


def _number(value: float) -> str:
    return "+Inf" if value == inf else f"{float(value):.10g}"


def _may_read(request: HttpRequest) -> bool:
    """Whether the address that asks is in one of the networks, and asks for itself.

    Through a proxy that nobody named everybody would seem to be on this machine.
    """
    if request.META.get("goodform.for_others"):
        return False
    try:
        address = ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return any(address in ip_network(each) for each in settings.METRICS_FOR)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The gauges; for anybody else there is no such page."""
    if not _may_read(request):
        raise Http404
    return HttpResponse(in_text(gauges(timezone.now())), content_type=CONTENT_TYPE)
