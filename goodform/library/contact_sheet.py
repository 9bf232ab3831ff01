"""How does somebody look at all the pictures at once? As a page, and as one SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from goodform.library.drawing.palette import COLOURS, Palette

_STYLE = """
body { margin: 2rem; font: 16px/1.5 sans-serif; color: #14302C; background: #FAF9F5; }
section { margin-bottom: 3rem; }
.row { display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 1rem; }
figure { margin: 0; }
img { display: block; width: 100%; border-radius: 16px; }
.stage img { background: STAGE; }
.print img { background: #FFFFFF; border: 1px solid #DADDD4; }
figcaption { font-size: 15px; }
"""


@dataclass(frozen=True)
class FigureFile:
    """One picture as a file: its name, the exercise, whether it stands still, and its SVG."""

    name: str
    slug: str
    is_still: bool
    palette: Palette
    svg: str


def sheet_page(files: Sequence[FigureFile], words: Mapping[str, Sequence[str]]) -> str:
    """A page that shows every file, by exercise; ``words``: slug → what its pictures show."""
    sections = []
    for slug, sentences in words.items():
        said = "".join(f"<p>{escape(sentence)}</p>" for sentence in sentences)
        shown = "".join(
            f'<figure class="{file.palette}"><img src="{file.name}" alt="">'
            f"<figcaption>{file.name}</figcaption></figure>"
            for file in files
            if file.slug == slug
        )
        sections.append(f'<section><h2>{slug}</h2>{said}<div class="row">{shown}</div></section>')
    style = _STYLE.replace("STAGE", COLOURS["gap"].stage)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures</title>'
        f"<style>{style}</style></head><body><h1>Figures</h1>{''.join(sections)}</body></html>\n"
    )


def sheet_svg(files: Sequence[FigureFile]) -> str:
    """All stills on the stage in one SVG, two a row."""
    wide, tall, gap = 480, 330, 16
    stills = [file for file in files if file.is_still and file.palette == "stage"]
    rows = -(-len(stills) // 2)
    cells = []
    for number, file in enumerate(stills):
        x, y = (number % 2) * (wide + gap), (number // 2) * (tall + gap)
        inner = file.svg.replace(
            "<svg ", f'<svg x="{x}" y="{y}" width="{wide}" height="{tall}" ', 1
        )
        cells.append(
            f'<rect x="{x}" y="{y}" width="{wide}" height="{tall}" rx="16" '
            f'fill="{COLOURS["gap"].stage}"/>{inner}'
        )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * wide + gap} '
        f'{rows * (tall + gap) - gap}">{"".join(cells)}</svg>\n'
    )
