"""How do a movement and a plan become one SVG?

Each limb is one group. The group is drawn twice: first with a thick line in the colour of what is
behind, then plain, so that limbs that cross are cut apart by a clean gap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from xml.sax.saxutils import quoteattr

import numpy as np

from goodform.library.drawing.furniture import (
    draw_ground,
    draw_prop,
    draw_seat,
    ground_corners,
    prop_corners,
    seat_corners,
)
from goodform.library.drawing.limbs import features, limb_parts, outline
from goodform.library.drawing.outline import line, numbers
from goodform.library.drawing.palette import Palette, Role, colour
from goodform.library.drawing.paper import WIDTH, Paper, fit
from goodform.library.drawing.plan import DrawingPlan
from goodform.library.drawing.plans import PLANS
from goodform.motion.body.flesh import FLESH, ball_centres
from goodform.motion.body.mannequin import Mannequin, Side, Skeleton, mannequin
from goodform.motion.body.movement import Movement, Timing, when_eased
from goodform.motion.body.space import Array
from goodform.motion.body.viewing import seen

GAP = 12
ARROW = 14
GHOST = "0.34"


@dataclass(frozen=True)
class SampleTimes:
    """When the samples of an animation show: key times (shares of the cycle) and its seconds."""

    keys: str
    seconds: float


def _number(value: float, digits: int = 4) -> str:
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    return text.removeprefix("0") if text.startswith("0.") else text or "0"


def _samples(plan: DrawingPlan) -> Array:
    return np.linspace(0.0, 1.0, plan.samples + 1)


def clock_for(timing: Timing, progress: Array) -> SampleTimes:
    """Key times of: rest, way out, stay, way back; the easing lies in the times."""
    share = when_eased(progress)
    leaves = timing.rest_s + timing.out_s + timing.stay_s
    moments = [
        0.0,
        *(timing.rest_s + timing.out_s * share),
        *(leaves + timing.back_s * share),
    ]
    keys = [min(moment / timing.cycle_s, 1.0) for moment in moments]
    keys[-1] = 1.0
    return SampleTimes(";".join(_number(key) for key in keys), timing.cycle_s)


def _paint(role: Role, palette: Palette) -> str:
    return f'class="fig-{role}" fill="{colour(role, palette)}"'


def _draw(role: Role, paths: Sequence[str], palette: Palette, clock: SampleTimes | None) -> str:
    paint = _paint(role, palette)
    moves = clock is not None and len(set(paths)) > 1
    if clock is None or not moves:
        return f'<path {paint} d="{paths[-1 if clock is None else 0]}"/>'
    cycle = ";".join([paths[0], *paths, *reversed(paths)])
    return (
        f'<path {paint} d="{paths[0]}"><animate attributeName="d" dur="{_number(clock.seconds)}s" '
        f'repeatCount="indefinite" keyTimes="{clock.keys}" values="{cycle}"/></path>'
    )


@dataclass(frozen=True)
class Scene:
    """A movement on its paper, posed at the samples of its plan."""

    movement: Movement
    plan: DrawingPlan
    paper: Paper
    skeleton: Skeleton


def scene_of(movement: Movement, build: Mannequin | None = None) -> Scene:
    """Pose a movement and find the paper on which all of it fits."""
    plan = PLANS[movement.slug]
    progress = _samples(plan)
    skeleton = movement.posed(
        build or mannequin(), movement.values_at(progress), movement.drawn_side
    )
    boxes: list[tuple[Array, float]] = [
        (seen(ball_centres(skeleton, ball), movement.view)[..., :2], ball.radius)
        for balls in FLESH.values()
        for ball in balls
    ]
    around = ground_corners(plan.ground) + (seat_corners(plan.seat) if plan.seat else [])
    around += prop_corners(plan.prop) if plan.prop else []
    boxes.append((seen(np.array(around), movement.view)[..., :2], 0.01))
    boxes.append((np.array(plan.arrow), 0.03))
    return Scene(movement, plan, fit(movement.view, boxes), skeleton)


def moment_of(skeleton: Skeleton, index: int) -> Skeleton:
    """One moment of a posed movement."""
    pick = slice(index, index + 1)
    return Skeleton(
        {name: at[pick] for name, at in skeleton.joints.items()},
        {name: frame[pick] for name, frame in skeleton.frames.items()},
    )


def _limb(
    scene: Scene, skeleton: Skeleton, name: str, palette: Palette, clock: SampleTimes | None
) -> str:
    parts = limb_parts(name, works=scene.movement.works, far=scene.plan.far)
    drawn = [
        _draw(role, outline(skeleton, segments, scene.paper), palette, clock)
        for role, segments in parts
    ]
    return "".join(drawn)


def _layers(
    scene: Scene, skeleton: Skeleton, palette: Palette, clock: SampleTimes | None, key: str
) -> str:
    text = ""
    gap = f'class="fig-gap" stroke="{colour("gap", palette)}" stroke-width="{2 * GAP}"'
    for number, name in enumerate(scene.plan.layers):
        limb = _limb(scene, skeleton, name, palette, clock)
        part = f"{key}-{number}"
        text += f'<g {gap}><g id="{part}">{limb}</g></g><use href="#{part}"/>'
        if "head" in name:
            text += "".join(
                _draw(role, paths, palette, clock)
                for role, paths in features(skeleton, scene.paper)
            )
    return text


def _ghost(scene: Scene, palette: Palette) -> str:
    """The start pose, in one quiet colour: a faint lit one would be a muddy patch."""
    if not scene.plan.ghost:
        return ""
    start = moment_of(scene.skeleton, 0)
    path = "".join(
        outline(start, segments, scene.paper)[0]
        for name in scene.plan.ghost
        for _, segments in limb_parts(name, works=(), far=())
    )
    return f'<path {_paint("top", palette)} opacity="{GHOST}" d="{path}"/>'


def _around(scene: Scene, palette: Palette) -> str:
    shapes = draw_ground(scene.paper, scene.plan.ground)
    if scene.plan.prop:
        shapes += draw_prop(scene.paper, scene.plan.prop)
    if scene.plan.seat:
        shapes += draw_seat(scene.paper, scene.plan.seat)
    return "".join(
        f'<path class="fig-line fig-{role}-line" fill="none" stroke="{colour(role, palette)}" '
        f'stroke-width="{_number(width)}" stroke-linecap="round" d="{path}"/>'
        if width
        else f'<path {_paint(role, palette)} d="{path}"/>'
        for role, path, width in shapes
    )


def _arrow(scene: Scene, palette: Palette, fading: str = "") -> str:
    start, bend, tip = (np.array(scene.paper.at(spot)) for spot in scene.plan.arrow)
    back = (bend - tip) / np.hypot(*(bend - tip)) * 45.0
    wings = [
        tip + np.array([back[0] * c - back[1] * s, back[0] * s + back[1] * c])
        for c, s in ((0.77, 0.64), (0.77, -0.64))
    ]
    whole = np.round(start)
    curve = f"M{numbers(whole)}q{numbers([*(bend - whole), *(tip - whole)])}"
    head = line([tuple(wings[0]), tuple(tip), tuple(wings[1])])
    return (
        f'<path class="fig-line fig-sign-line" fill="none" stroke="{colour("sign", palette)}" '
        f'stroke-width="{ARROW}" stroke-linecap="round" stroke-linejoin="round" '
        f'd="{curve}{head}">{fading}</path>'
    )


def _back_line(
    scene: Scene, skeleton: Skeleton, palette: Palette, clock: SampleTimes | None
) -> str:
    thorax, pelvis = skeleton.frames["thorax"], skeleton.frames["pelvis"]
    low = skeleton.joints["pelvis"] - 0.086 * pelvis[..., 0] + 0.03 * pelvis[..., 1]
    high = skeleton.joints["neck"] - 0.086 * thorax[..., 0] + 0.17 * thorax[..., 1]
    a, b = scene.paper.place(low), scene.paper.place(high)
    paths = [line([tuple(p), tuple(q)]) for p, q in zip(a, b, strict=True)]
    drawn = _draw("sign", paths, palette, clock)
    return drawn.replace(
        _paint("sign", palette),
        f'class="fig-line fig-dots" fill="none" stroke="{colour("sign", palette)}" '
        'stroke-width="10" stroke-linecap="round" stroke-dasharray="1 25"',
    )


def _wrap(scene: Scene, inner: str, *, mirrored: bool, label: str, data: str = "") -> str:
    if mirrored:
        inner = f'<g transform="matrix(-1 0 0 1 {WIDTH} 0)">{inner}</g>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="fig mannequin" role="img" '
        f"aria-label={quoteattr(label)} "
        f'viewBox="0 0 {WIDTH} {scene.paper.height}"{data}>{inner}</svg>'
    )


def pose_picture(scene: Scene, *, palette: Palette, label: str, key: str) -> str:
    """The start pose alone, nothing lit and no arrow: how somebody gets there."""
    quiet = replace(scene, movement=replace(scene.movement, works=()))
    start = moment_of(scene.skeleton, 0)
    inner = _around(quiet, palette) + _layers(quiet, start, palette, None, key)
    return _wrap(quiet, inner, mirrored=False, label=label)


def still_picture(scene: Scene, *, side: Side, palette: Palette, label: str, key: str) -> str:
    """The end pose, a ghost of the start and one arrow."""
    last = moment_of(scene.skeleton, round(scene.plan.still_at * scene.plan.samples))
    inner = _around(scene, palette) + _ghost(scene, palette)
    inner += _layers(scene, last, palette, None, key)
    if scene.plan.back_line:
        inner += _back_line(scene, last, palette, None)
    inner += _arrow(scene, palette)
    return _wrap(scene, inner, mirrored=side != scene.movement.drawn_side, label=label)


def animated_picture(
    scene: Scene, *, side: Side, timing: Timing, palette: Palette, label: str, key: str
) -> str:
    """The movement in its time, without end; the arrow shows only while the body rests."""
    clock = clock_for(timing, _samples(scene.plan))
    inner = _around(scene, palette) + _layers(scene, scene.skeleton, palette, clock, key)
    if scene.plan.back_line:
        inner += _back_line(scene, scene.skeleton, palette, clock)
    gone = _number(timing.rest_s / timing.cycle_s)
    fading = (
        f'<animate attributeName="opacity" dur="{_number(clock.seconds)}s" calcMode="discrete" '
        f'repeatCount="indefinite" keyTimes="0;{gone}" values="1;0"/>'
    )
    inner += _arrow(scene, palette, fading)
    data = "".join(
        f' data-{name}="{_number(seconds)}"'
        for name, seconds in (
            ("rest", timing.rest_s),
            ("out", timing.out_s),
            ("stay", timing.stay_s),
            ("back", timing.back_s),
        )
    )
    mirrored = side != scene.movement.drawn_side
    return _wrap(scene, inner, mirrored=mirrored, label=label, data=data)
