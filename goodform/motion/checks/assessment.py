from goodform.motion.check import *
from goodform.motion.repetition import Range, Rhythm
LEGS = (
    "hip_flexion","hip_abduction","knee_flexion","knee_drift","shin_tilt","leg_lift","foot_height","trunk_forward","trunk_sideways","trunk_twist","pelvic_tilt","knee_separation","hip_height","hips_back","hips_sideways","shoulder_tilt","head_line","feet_apart")
ARMS=("shoulder_elevation","arm_out","arm_forward","elbow_flexion","forearm_lift","forearm_forward","hand_reach","trunk_forward","trunk_sideways","trunk_twist","shoulder_tilt","head_line","pelvic_tilt")
def w(slug,sides,measure,of,least,rest,limbs="legs",sign=1,other=None,position="upright",**k):
    return Watched(slug=slug,counts="repetition",sides=sides,position=position,signal=Signal(measure,of,sign),rhythm=Rhythm(least,Range(*rest),Range(*other) if other else None),limbs=limbs,compared=LEGS if limbs=="legs" else ARMS,validated=True,**k)
ASSESSMENT=(
 w("squat","none","knee_flexion","both",30.,(-10.,60.)),
 w("hurdle-step","each","hip_flexion","either",30.,(-10.,40.)),
 w("inline-lunge","each","knee_flexion","either",25.,(-10.,50.)),
 w("side-lunge","each","knee_flexion","either",30.,(-10.,55.)),
 w("sit-to-stand","none","knee_flexion","both",35.,(-10.,50.),other=(-140.,-55.)) if 0 else w("sit-to-stand","none","knee_flexion","both",35.,(-10.,50.),other=(55.,140.)),
 w("straight-leg-raise","each","hip_flexion","either",25.,(-10.,45.),position="any"),
 w("shoulder-abduction","each","shoulder_elevation","either",40.,(-10.,60.),limbs="arms"),
 w("shoulder-extension","each","arm_forward","either",20.,(-60.,60.),limbs="arms",sign=-1),
 w("shoulder-rotation","each","forearm_forward","either",30.,(-90.,90.),limbs="arms"),
 w("shoulder-scaption","each","shoulder_elevation","either",40.,(-10.,60.),limbs="arms"),
)
