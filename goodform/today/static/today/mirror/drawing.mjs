// @ts-check
// The body as lines over the mirrored picture, and the ring that fills while a position is held.

const LINES = [
  [11, 12],
  [11, 13],
  [13, 15],
  [12, 14],
  [14, 16],
  [11, 23],
  [12, 24],
  [23, 24],
  [23, 25],
  [25, 27],
  [27, 31],
  [24, 26],
  [26, 28],
  [28, 32],
]; // shoulders, arms, trunk, legs, by the numbers of the pose component
const SEEN = 0.3;

/** Draws points (x, y from 0 to 1, how well seen) and the share of a hold, in a canvas. */
export function drawIn(canvas, points, { width, height, held }) {
  const pen = canvas.getContext("2d");
  Object.assign(canvas, { width, height });
  const style = getComputedStyle(canvas);
  pen.lineCap = "round";
  pen.lineWidth = width / 80;
  pen.strokeStyle = style.color;
  for (const [one, other] of points.length ? LINES : []) {
    const [a, b] = [points[one], points[other]];
    if (a[2] < SEEN || b[2] < SEEN) continue;
    pen.beginPath();
    pen.moveTo(a[0] * width, a[1] * height);
    pen.lineTo(b[0] * width, b[1] * height);
    pen.stroke();
  }
  if (!held) return;
  const radius = height / 8;
  pen.lineWidth = radius / 3;
  pen.beginPath();
  pen.arc(width - 1.5 * radius, 1.5 * radius, radius, -Math.PI / 2, (held * 2 - 0.5) * Math.PI);
  pen.stroke();
}
