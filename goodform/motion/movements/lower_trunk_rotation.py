"""How does a body roll both knees from side to side? (On the back; the trunk works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Stands
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import ON_BACK, feet_flat

_CLOSE = Stands((0.238, 0.040), pole=(0.25, 1.0, 0.0))
_RESTS = on_floor("head", "thorax", "left_foot", "right_foot", "left_hand", "right_hand")


def _rolled(degrees: float) -> dict[str, float]:
    """Both knees over to the right by so many degrees; the pelvis follows a little."""
    return {
        "pelvis_y": ON_BACK,
        "pelvis_roll": -0.25 * degrees,
        "right_knee_out": degrees,
        "left_knee_out": -degrees,
        "right_foot_off": 0.4,
        "left_foot_off": 0.4,
    }


LOWER_TRUNK_ROTATION = Movement(
    slug="lower-trunk-rotation",
    phases=(
        Phase("knees to the left", _rolled(-38.0), _RESTS, stay_s=1.0),
        Phase("knees up", _rolled(0.0), _RESTS, seconds=2.0),
        Phase("knees to the right", _rolled(38.0), _RESTS, seconds=2.0, stay_s=1.0, hold=True),
    ),
    solve=feet_flat(left_leg=_CLOSE, right_leg=_CLOSE).solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=84.0, elevation=24.0),
    camera=View(azimuth=90.0),
    back_s=4.0,
)
