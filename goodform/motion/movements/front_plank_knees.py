"""How does a body hold a plank on forearms and knees? (The trunk works.)"""

from goodform.motion.body.contacts import on_floor
from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.stance import Props
from goodform.motion.body.viewing import View
from goodform.motion.movements.face_down import face_down


def _raised(slope: float, height: float, sag: float) -> dict[str, float]:
    """One line from knees to shoulders, at a slope; ``sag`` lets the hips hang below it."""
    found = {
        "pelvis_x": 0.06,
        "pelvis_y": height,
        "pelvis_pitch": slope,
        "lumbar_flexion": -sag,
        "neck_flexion": 4.0,
    }
    for side in ("left", "right"):
        found |= {
            f"{side}_hip_flexion": sag,
            f"{side}_knee_flexion": slope + sag,
            f"{side}_ankle": -66.0,
        }
    return found


FRONT_PLANK_KNEES = Movement(
    slug="front-plank-knees",
    phases=(
        Phase(
            "hips down",
            {**_raised(0.0, 0.068, 0.0), "lumbar_flexion": -24.0},
            on_floor("left_thigh", "right_thigh", "left_hand", "right_hand"),
            stay_s=0.8,
        ),
        Phase(
            "one line",
            _raised(18.5, 0.115, 0.0),
            on_floor("left_thigh", "right_thigh", "left_hand", "right_hand"),
            seconds=1.5,
            stay_s=3.0,
            hold=True,
        ),
    ),
    solve=face_down(Props()).solve,
    counts="hold",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=-10.0, elevation=12.0),
    camera=View(),
    back_s=1.5,
)
