"""Which movements are there? One file each; every exercise of the library names one."""

from collections.abc import Mapping
from types import MappingProxyType

from goodform.motion.body.movement import Movement
from goodform.motion.movements.bent_knee_fall_out import BENT_KNEE_FALL_OUT
from goodform.motion.movements.bird_dog import BIRD_DOG
from goodform.motion.movements.box_squat import BOX_SQUAT
from goodform.motion.movements.cat_cow import CAT_COW
from goodform.motion.movements.childs_pose import CHILDS_POSE
from goodform.motion.movements.clam import CLAM
from goodform.motion.movements.curl_up import CURL_UP
from goodform.motion.movements.dead_bug_arms import DEAD_BUG_ARMS
from goodform.motion.movements.dead_bug_legs import DEAD_BUG_LEGS
from goodform.motion.movements.four_point_hip_extension import FOUR_POINT_HIP_EXTENSION
from goodform.motion.movements.front_plank_knees import FRONT_PLANK_KNEES
from goodform.motion.movements.glute_bridge import GLUTE_BRIDGE
from goodform.motion.movements.glute_squeeze import GLUTE_SQUEEZE
from goodform.motion.movements.heel_raise import HEEL_RAISE
from goodform.motion.movements.heel_slide import HEEL_SLIDE
from goodform.motion.movements.hip_flexor_stretch import HIP_FLEXOR_STRETCH
from goodform.motion.movements.hip_hinge import HIP_HINGE
from goodform.motion.movements.knee_to_chest import KNEE_TO_CHEST
from goodform.motion.movements.lower_trunk_rotation import LOWER_TRUNK_ROTATION
from goodform.motion.movements.marching_bridge import MARCHING_BRIDGE
from goodform.motion.movements.pelvic_tilt import PELVIC_TILT
from goodform.motion.movements.piriformis_stretch_1 import PIRIFORMIS_STRETCH_1
from goodform.motion.movements.piriformis_stretch_2 import PIRIFORMIS_STRETCH_2
from goodform.motion.movements.prone_hip_extension import PRONE_HIP_EXTENSION
from goodform.motion.movements.prone_on_elbows import PRONE_ON_ELBOWS
from goodform.motion.movements.prone_press_up import PRONE_PRESS_UP
from goodform.motion.movements.seated_pelvic_tilt import SEATED_PELVIC_TILT
from goodform.motion.movements.side_lying_leg_abduction import SIDE_LYING_LEG_ABDUCTION
from goodform.motion.movements.single_leg_bridge import SINGLE_LEG_BRIDGE
from goodform.motion.movements.single_leg_stand import SINGLE_LEG_STAND
from goodform.motion.movements.sit_to_stand import SIT_TO_STAND
from goodform.motion.movements.standing_hip_abduction import STANDING_HIP_ABDUCTION
from goodform.motion.movements.standing_hip_extension import STANDING_HIP_EXTENSION
from goodform.motion.movements.supine_hamstring_stretch import SUPINE_HAMSTRING_STRETCH
from goodform.motion.movements.tummy_brace import TUMMY_BRACE
from goodform.motion.movements.wall_squat import WALL_SQUAT

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
"""Those that the engine watches, by slug, in the order of the library."""

DRAWN: Mapping[str, Movement] = MappingProxyType(
    {
        **MOVEMENTS,
        **{
            movement.slug: movement
            for movement in (
                HEEL_SLIDE,
                BENT_KNEE_FALL_OUT,
                PELVIC_TILT,
                DEAD_BUG_ARMS,
                DEAD_BUG_LEGS,
                MARCHING_BRIDGE,
                TUMMY_BRACE,
                SUPINE_HAMSTRING_STRETCH,
                CHILDS_POSE,
                HIP_FLEXOR_STRETCH,
                PRONE_HIP_EXTENSION,
                PRONE_ON_ELBOWS,
                PRONE_PRESS_UP,
                FRONT_PLANK_KNEES,
                GLUTE_SQUEEZE,
                LOWER_TRUNK_ROTATION,
                SINGLE_LEG_BRIDGE,
                CURL_UP,
                FOUR_POINT_HIP_EXTENSION,
                BIRD_DOG,
                CAT_COW,
                STANDING_HIP_ABDUCTION,
                STANDING_HIP_EXTENSION,
                HEEL_RAISE,
                SINGLE_LEG_STAND,
                WALL_SQUAT,
                SEATED_PELVIC_TILT,
            )
        },
    }
)
"""Every movement that is drawn. What is not among the watched is not judged by a camera."""

__all__ = ["DRAWN", "MOVEMENTS"]
