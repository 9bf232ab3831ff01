"""How does a body round and hollow its back on hands and knees? (The trunk works.)"""

from goodform.motion.body.movement import Movement, Phase
from goodform.motion.body.viewing import View
from goodform.motion.movements.on_hands_and_knees import (
    HIPS_HIGH,
    KNEES,
    PALMS,
    kneels,
    on_all_fours,
)


def _back(pitch: float, lumbar: float, neck: float) -> dict[str, float]:
    return {
        "pelvis_y": HIPS_HIGH,
        "pelvis_pitch": pitch,
        "lumbar_flexion": lumbar,
        "neck_flexion": neck,
        **kneels("left", "right", pitch=pitch),
    }


CAT_COW = Movement(
    slug="cat-cow",
    phases=(
        Phase("back hollow", _back(-4.0, -23.0, -14.0), (*KNEES, *PALMS), stay_s=0.8),
        Phase(
            "back round",
            _back(38.0, 42.0, 34.0),
            (*KNEES, *PALMS),
            seconds=2.0,
            stay_s=0.8,
            hold=True,
        ),
    ),
    solve=on_all_fours().solve,
    counts="repetition",
    sides="none",
    drawn_side="right",
    works=("trunk", "pelvis"),
    view=View(azimuth=-6.0, elevation=8.0),
    camera=View(),
    back_s=2.0,
)
