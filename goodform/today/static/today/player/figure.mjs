// @ts-check
// The drawn body moves with the count: its own clock is held, and set to where the work is.

const seconds = ({ rest, out, stay, back }) => [rest, out, stay, back].map(Number);

/** Second of the picture's cycle for a phase of the work; `still` knows two poses only. */
export function momentOf(cycle, { phase, share, ms }, still) {
  const [rest, out, stay, back] = seconds(cycle);
  const turned = rest + out;
  if (still) return phase === "out" || phase === "hold" ? turned : 0;
  // What has no pose to stay in, as walking, goes on round and round.
  const round = turned + stay + back;
  if (phase === "loop" || (phase === "hold" && stay === 0)) return (ms / 1000) % round;
  return {
    rest: 0,
    out: rest + out * share,
    hold: turned + stay * Math.min(share, 0.99),
    back: turned + stay + back * share,
  }[phase];
}

/** Shows the picture `name` of the page in a place; `pose(figure, still)` moves it. */
export function figureIn(page) {
  /** @type {{name: string | null, svg: SVGSVGElement | null}} */
  let shown = { name: null, svg: null };
  return {
    pose(place, name, figure, still) {
      if (shown.name !== name || !place.contains(shown.svg)) {
        const template = page.querySelector(`template[data-figure="${name}"]`);
        place.replaceChildren(...(template ? [template.content.cloneNode(true)] : []));
        shown = { name, svg: place.querySelector("svg") };
        shown.svg?.setAttribute("preserveAspectRatio", "xMidYMax"); // it lies on its mat
        shown.svg?.pauseAnimations();
      }
      if (shown.svg?.dataset.out)
        shown.svg.setCurrentTime(momentOf(shown.svg.dataset, figure, still));
    },
  };
}
