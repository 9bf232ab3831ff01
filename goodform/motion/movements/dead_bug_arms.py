"""How does a body lower both arms over its head, legs in the air? (The trunk works.)"""

from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_the_back import LIES, ON_BACK, legs_up

_LEGS = {
    f"{side}_{name}": 90.0 for side in ("left", "right") for name in ("hip_flexion", "knee_flexion")
}


def _arms(flexion: float) -> dict[str, float]:
    return {f"{side}_shoulder_flexion": flexion for side in ("left", "right")}


DEAD_BUG_ARMS = Movement(
    slug="dead-bug-arms",
    phases=(
        Phase("arms up", {"pelvis_y": ON_BACK, **_LEGS, **_arms(90.0)}, LIES, stay_s=0.6),
        Phase(
            "arms back",
            {"pelvis_y": ON_BACK, **_LEGS, **_arms(142.0)},
            LIES,
            seconds=2.0,
            stay_s=0.6,
            hold=True,
        ),
    ),
    solve=legs_up().solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk",),
    view=View(azimuth=14.0, elevation=14.0),
    camera=View(),
    back_s=2.0,
)
