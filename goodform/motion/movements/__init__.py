"""Which movements are there? One file each; every exercise of the library names one."""

from collections.abc import Mapping
from types import MappingProxyType

from goodform.motion.body.movement import Movement
from goodform.motion.movements.box_squat import BOX_SQUAT
from goodform.motion.movements.clam import CLAM
from goodform.motion.movements.glute_bridge import GLUTE_BRIDGE
from goodform.motion.movements.hip_hinge import HIP_HINGE
from goodform.motion.movements.knee_to_chest import KNEE_TO_CHEST
from goodform.motion.movements.piriformis_stretch_1 import PIRIFORMIS_STRETCH_1
from goodform.motion.movements.piriformis_stretch_2 import PIRIFORMIS_STRETCH_2
from goodform.motion.movements.side_lying_leg_abduction import SIDE_LYING_LEG_ABDUCTION
from goodform.motion.movements.sit_to_stand import SIT_TO_STAND

MOVEMENTS: Mapping[str, Movement] = MappingProxyType(
    {
        movement.slug: movement
        for movement in (
            KNEE_TO_CHEST,
            CLAM,
            SIDE_LYING_LEG_ABDUCTION,
            GLUTE_BRIDGE,
            HIP_HINGE,
            BOX_SQUAT,
            PIRIFORMIS_STRETCH_1,
            PIRIFORMIS_STRETCH_2,
            SIT_TO_STAND,
        )
    }
)
"""Every movement by its slug, in the order of the library."""

__all__ = ["MOVEMENTS"]
