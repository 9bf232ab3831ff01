"""Do the ladder's edges between exercises hold together?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

OTHER_WAY = {"easier": "harder", "harder": "easier"}


@dataclass(frozen=True, slots=True)
class Rung:
    """Where an exercise stands: its neighbours by slug, and its stage."""

    easier: str | None
    harder: str | None
    stage: int

    def to(self, edge: str) -> str | None:
        """The neighbour along an edge, `easier` or `harder`."""
        return {"easier": self.easier, "harder": self.harder}[edge]


@dataclass(frozen=True, slots=True)
class LadderProblem:
    """A fault of one edge of one exercise."""

    slug: str
    edge: str
    sentence: str


def ladder_problems(rungs: Mapping[str, Rung]) -> list[LadderProblem]:
    """Every edge that leads nowhere, to itself, one way only, round in a circle, or not upwards."""
    return [
        LadderProblem(slug, edge, sentence)
        for slug, rung in rungs.items()
        for edge in OTHER_WAY
        for sentence in _of_edge(slug, rung, edge, rungs)
    ]


def _of_edge(slug: str, rung: Rung, edge: str, rungs: Mapping[str, Rung]) -> Iterator[str]:
    target = rung.to(edge)
    if target is None:
        return
    if target == slug:
        yield f"“{edge}” leads to the exercise itself. Name another one, or none."
        return
    if target not in rungs:
        yield f"“{edge}” leads to “{target}”, which is no exercise here. Correct it, or write none."
        return
    back = OTHER_WAY[edge]
    if rungs[target].to(back) != slug:
        yield f"“{edge}” names “{target}”. Write “{back}: {slug}” there too."
    if edge == "harder" and _leads_back(slug, rungs):
        yield "Following “harder” leads back here. Break the circle."
    elif edge == "harder" and rungs[target].stage <= rung.stage:
        yield f"“{target}” is harder, so give it a stage above {rung.stage}."


def _leads_back(slug: str, rungs: Mapping[str, Rung]) -> bool:
    """Whether going up from here comes round to here."""
    seen: set[str] = set()
    above = rungs[slug].harder
    while above is not None and above in rungs and above not in seen:
        if above == slug:
            return True
        seen.add(above)
        above = rungs[above].harder
    return False
