"""The pictures of the exercises: right, small, safe, coloured from the tokens."""

import gzip
import re
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings

from goodform.library.drawing.limbs import features
from goodform.library.drawing.palette import COLOURS, Palette, Role, colour
from goodform.library.drawing.picture import scene_of
from goodform.library.drawing.plans import PLANS
from goodform.library.exercise_files import read_directory
from goodform.library.figures import (
    PICTURES,
    FigureSide,
    UnknownPictureError,
    alternative_text,
    animated,
    figure_files,
    sides_of,
    still,
    write_all,
)
from goodform.library.what_a_picture_shows import FIGURE_WORDS
from goodform.motion.movements import DRAWN

SVG = "{http://www.w3.org/2000/svg}"
ALL = [(slug, side) for slug in PICTURES for side in sides_of(slug)]


@dataclass(frozen=True)
class Dosed:
    """A hold and a tempo, as a prescription has them."""

    hold_s: int
    tempo: str
    time_s: int = 0


def drawn(svg: str) -> ElementTree.Element:
    """A picture as a tree; the text is our own."""
    return ElementTree.fromstring(svg)  # noqa: S314


def both(slug: str, side: FigureSide) -> tuple[str, str]:
    """The moving and the still picture."""
    return animated(slug, side), still(slug, side)


def test_every_exercise_of_the_library_has_its_movement_and_its_picture() -> None:
    exercises = read_directory(settings.EXERCISES, pictures=PICTURES)
    assert {exercise.picture for exercise in exercises} <= set(PICTURES)
    for exercise in exercises:
        assert exercise.picture in DRAWN
        assert exercise.sides == DRAWN[exercise.picture].sides, exercise.slug


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_a_picture_is_small(slug: str, side: FigureSide) -> None:
    moving, quiet = both(slug, side)
    assert len(gzip.compress(moving.encode())) <= 6_000
    assert len(gzip.compress(quiet.encode())) <= 2_500


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_a_picture_holds_under_a_strict_content_security_policy(
    slug: str, side: FigureSide
) -> None:
    for svg in both(slug, side):
        for element in drawn(svg).iter():
            assert element.tag.removeprefix(SVG) in {"svg", "g", "path", "use", "animate"}
            for name, value in element.attrib.items():
                assert name != "style"
                assert not name.startswith("on")
                assert "http" not in value
                assert "url(" not in value


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_a_picture_has_no_letters_in_it_and_says_what_it_shows(slug: str, side: FigureSide) -> None:
    for svg in both(slug, side):
        root = drawn(svg)
        assert not "".join(root.itertext()).strip()
        assert root.get("role") == "img"
        assert root.get("aria-label") == alternative_text(slug, side)


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_ids_are_unique_and_every_use_finds_its_limb(slug: str, side: FigureSide) -> None:
    ids: list[str] = []
    for svg in both(slug, side):
        here = [e.get("id", "") for e in drawn(svg).iter() if e.get("id")]
        used = [e.get("href", "") for e in drawn(svg).iter(f"{SVG}use")]
        assert sorted(f"#{one}" for one in here) == sorted(used)
        ids += here
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_every_animation_can_be_blended(slug: str, side: FigureSide) -> None:
    """All samples of a path have the same commands, and there is one key time for each."""
    moved = list(drawn(animated(slug, side)).iter(f"{SVG}animate"))
    assert moved
    for animation in moved:
        values = animation.get("values", "").split(";")
        times = [float(key) for key in animation.get("keyTimes", "").split(";")]
        assert len(times) == len(values)
        assert times[0] == 0.0
        assert times == sorted(times)
        assert times[-1] <= 1.0
        if animation.get("attributeName") == "d":
            assert times[-1] == 1.0
            assert len({re.sub(r"[^a-zA-Z]", "", value) for value in values}) == 1
            assert values[0] == values[-1]


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_the_whole_picture_lies_inside_its_frame(slug: str, side: FigureSide) -> None:
    """Every path of the still begins inside the frame, with room for the line round it."""
    root = drawn(still(slug, side))
    _, _, width, height = (float(part) for part in root.get("viewBox", "").split())
    for path in root.iter(f"{SVG}path"):
        found = re.match(r"M(-?\d+)[ ]?(-?\d+)", path.get("d", ""))
        assert found is not None
        assert 12 <= float(found[1]) <= width - 12
        assert 12 <= float(found[2]) <= height - 12


def lit(svg: str) -> int:
    """How many shapes of a picture are lit."""
    return len(re.findall(r'class="fig-works(?:-far)?"', svg))


@pytest.mark.parametrize(("slug", "side"), ALL)
def test_only_the_limb_that_works_is_lit(slug: str, side: FigureSide) -> None:
    moving = animated(slug, side)
    gold = {colour("works", "stage"), colour("works-far", "stage")}
    for path in drawn(moving).iter(f"{SVG}path"):
        is_lit = path.get("class", "").startswith("fig-works")
        assert (path.get("fill") in gold) is is_lit
    assert lit(moving) >= 1


def test_a_face_has_a_nose_and_a_mouth_when_it_looks_at_the_viewer() -> None:
    """From the side the outline shows the nose; drawn on the cheek it would be a spot."""

    def on_the_face(slug: str) -> list[Role]:
        scene = scene_of(DRAWN[slug])
        return [role for role, _ in features(scene.skeleton, scene.paper)]

    assert on_the_face("clam")[:2] == ["skin-far", "hair"]
    assert on_the_face("clam").count("eye") == 2
    assert "hair" not in on_the_face("hip-hinge")
    assert on_the_face("hip-hinge").count("eye") == 1


@pytest.mark.parametrize("slug", PICTURES)
def test_a_ghost_is_one_quiet_shape_behind_the_body(slug: str) -> None:
    ghosts = [
        path for path in drawn(still(slug, "right")).iter(f"{SVG}path") if path.get("opacity")
    ]
    assert len(ghosts) == bool(PLANS[slug].ghost)
    assert all(ghost.get("class") == "fig-top" for ghost in ghosts)


@pytest.mark.parametrize("slug", [slug for slug in PICTURES if len(sides_of(slug)) == 2])
def test_the_picture_of_the_other_side_is_the_mirror_image(slug: str) -> None:
    own = DRAWN[slug].drawn_side
    other: FigureSide = "left" if own == "right" else "right"

    def bare(svg: str) -> str:
        return re.sub(r'aria-label="[^"]*"|f[0-9a-f]{8}', "", svg)

    mirror = '<g transform="matrix(-1 0 0 1 1440 0)">'
    for draw in (animated, still):
        assert mirror not in draw(slug, own)
        turned = bare(draw(slug, other)).replace(mirror, "").replace("</g></svg>", "</svg>")
        assert turned == bare(draw(slug, own))


def test_a_picture_moves_at_the_tempo_and_with_the_hold_of_the_dose() -> None:
    root = drawn(animated("knee-to-chest", "left", Dosed(hold_s=20, tempo="3-2")))
    seconds = {name: float(root.get(f"data-{name}", "")) for name in ("out", "stay", "back")}
    assert seconds == {"out": 3.0, "stay": 20.0, "back": 2.0}
    whole = sum(seconds.values()) + float(root.get("data-rest", ""))
    durations = {e.get("dur") for e in root.iter(f"{SVG}animate")}
    assert len(durations) == 1
    assert float((durations.pop() or "").removesuffix("s")) == pytest.approx(whole)


def test_a_dose_without_a_tempo_leaves_the_usual_one() -> None:
    timing = DRAWN["clam"].timing
    root = drawn(animated("clam", "left", Dosed(hold_s=0, tempo="")))
    assert float(root.get("data-out", "")) == timing.out_s
    assert float(root.get("data-stay", "")) == 0.0


def test_a_picture_is_drawn_once() -> None:
    assert still("clam", "left") is still("clam", "left")
    dose = Dosed(hold_s=5, tempo="2-2")
    assert animated("clam", "left", dose) is animated("clam", "left", Dosed(5, "2-2"))


def test_an_unknown_picture_is_named_with_those_there_are() -> None:
    for draw in (animated, still, alternative_text):
        with pytest.raises(UnknownPictureError, match=r"“plank”.*clam"):
            draw("plank", "left")


def test_the_words_follow_the_phases_and_the_side() -> None:
    for slug in PICTURES:
        names = [phase.name for phase in DRAWN[slug].phases]
        assert list(FIGURE_WORDS[slug].phases) == names
    left, right = (alternative_text("clam", side) for side in ("left", "right"))
    assert "their right side" in left
    assert "The left knee lifts" in left
    assert "The right knee lifts" in right
    for slug, side in ALL:
        assert "%" not in alternative_text(slug, side)


def tokens(*names: str) -> dict[str, str]:
    """The custom properties of style sheets, the first value of each, as #RRGGBB."""
    found: dict[str, str] = {}
    for name in names:
        text = (settings.REPOSITORY / "goodform/ui/static/ui/css" / name).read_text()
        for token, value in re.findall(r"(--[a-z-]+):\s*(#[0-9A-Fa-f]{3,6})\b", text):
            whole = value if len(value) == 7 else "#" + "".join(2 * c for c in value[1:])
            found.setdefault(token, whole.upper())
    return found


@pytest.mark.parametrize("role", COLOURS)
def test_the_colours_are_those_of_the_tokens(role: Role) -> None:
    chosen = COLOURS[role]
    assert tokens("tokens.css")[chosen.token] == chosen.stage.upper()
    assert tokens("print.css")[chosen.print_token] == chosen.printed.upper()


def test_roles_are_single_classes_because_ancestors_do_not_reach_into_use() -> None:
    screen, paper = sheet()
    for rules in (screen, paper):
        for selector in re.findall(r"([^{}]+)\{\s*fill: var", rules):
            for one in selector.split(","):
                assert re.fullmatch(r"\.fig-[a-z-]+", one.strip()), one


def sheet() -> tuple[str, str]:
    """The style sheet of figures: its rules for the screen, and those for paper."""
    text = (settings.REPOSITORY / "goodform/library/static/library/figure.css").read_text()
    screen, paper = text.split("@media print")
    return screen, paper


@pytest.mark.parametrize("role", COLOURS)
def test_the_style_sheet_gives_each_role_the_token_of_the_palette(role: Role) -> None:
    chosen = COLOURS[role]
    screen, paper = sheet()
    rule = rf"\.fig-{role}(?:-line)?[ ,][^}}]*?var\({chosen.token}\)"
    assert re.search(rule, screen), role
    if chosen.print_token != chosen.token:
        assert re.search(rule.replace(chosen.token, chosen.print_token), paper), role


@pytest.mark.parametrize("palette", ["stage", "print"])
def test_a_picture_has_no_colour_outside_its_palette(palette: Palette) -> None:
    allowed = {colour(role, palette) for role in COLOURS}
    for slug, side in ALL:
        found = set(re.findall(r"#[0-9A-F]{6}", still(slug, side, palette=palette)))
        assert found <= allowed, slug


def test_all_pictures_and_the_contact_sheet_are_written(tmp_path: Path) -> None:
    written = write_all(tmp_path / "figures")
    names = {path.name for path in written}
    assert {"index.html", "contact-sheet.svg", "clam-left.svg", "clam-right-still.svg"} <= names
    assert {"glute-bridge.svg", "glute-bridge-print.svg"} <= names
    assert len(names) == len(written) == 3 * len(ALL) + 2
    page = (tmp_path / "figures" / "index.html").read_text()
    for file in figure_files():
        assert f'src="{file.name}"' in page
        assert (tmp_path / "figures" / file.name).read_text() == file.svg
    sheet_svg = drawn((tmp_path / "figures" / "contact-sheet.svg").read_text())
    assert len(sheet_svg.findall(f"{SVG}svg")) == len(ALL)
