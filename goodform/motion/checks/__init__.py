"""How each exercise is watched: one file an exercise, as data."""

from collections.abc import Mapping
from types import MappingProxyType

from goodform.motion.checks.assessment import ASSESSMENT
from goodform.motion.checks.box_squat import BOX_SQUAT
from goodform.motion.checks.clam import CLAM
from goodform.motion.checks.glute_bridge import GLUTE_BRIDGE
from goodform.motion.checks.hip_hinge import HIP_HINGE
from goodform.motion.checks.knee_to_chest import KNEE_TO_CHEST
from goodform.motion.checks.piriformis_stretch_1 import PIRIFORMIS_STRETCH_1
from goodform.motion.checks.piriformis_stretch_2 import PIRIFORMIS_STRETCH_2
from goodform.motion.checks.side_lying_leg_abduction import SIDE_LYING_LEG_ABDUCTION
from goodform.motion.checks.sit_to_stand import SIT_TO_STAND
from goodform.motion.checks.squat import SQUAT
from goodform.motion.eye.check import Watched

WATCHED: Mapping[str, Watched] = MappingProxyType(
    {
        watched.slug: watched
        for watched in (
            KNEE_TO_CHEST,
            CLAM,
            SIDE_LYING_LEG_ABDUCTION,
            GLUTE_BRIDGE,
            HIP_HINGE,
            BOX_SQUAT,
            PIRIFORMIS_STRETCH_1,
            PIRIFORMIS_STRETCH_2,
            SIT_TO_STAND,
            SQUAT,
            *ASSESSMENT,
        )
    }
)
"""Every watched exercise by its slug."""

__all__ = ["WATCHED"]
