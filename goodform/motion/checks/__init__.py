"""How each exercise is watched: one file an exercise, as data."""

from collections.abc import Mapping
from types import MappingProxyType

from goodform.motion.check import Watched
from goodform.motion.checks.clinic import CLINIC
from goodform.motion.checks.assessment import ASSESSMENT

WATCHED: Mapping[str, Watched] = MappingProxyType(
    {watched.slug: watched for watched in (*CLINIC, *ASSESSMENT)}
)
"""Every watched exercise by its slug."""

__all__ = ["WATCHED"]
