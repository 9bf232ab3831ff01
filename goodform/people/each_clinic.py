"""Work that is done clinic by clinic, so that one clinic's trouble is never another's."""

import logging
from collections.abc import Callable, Iterable
from uuid import UUID

log = logging.getLogger(__name__)


class ClinicsFailed(RuntimeError):
    """Some clinics could not be served; the others were. The log says why for each."""


def for_each_clinic(clinics: Iterable[UUID], does: Callable[[UUID], int]) -> int:
    """Do something for every clinic and answer the sum; `ClinicsFailed` only after the last one."""
    done, failed = 0, []
    for clinic in clinics:
        try:
            done += does(clinic)
        except Exception:
            log.exception("this failed for clinic %s; the others are served", clinic)
            failed.append(str(clinic))
    if failed:
        raise ClinicsFailed(f"failed for {len(failed)} clinics: {', '.join(failed[:10])}")
    return done
