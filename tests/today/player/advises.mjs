// What the player advises for stops, and for red flags, read with the page's data as JSON from standard input.
import {
  adviceForFlags,
  adviceForStops,
} from "../../../goodform/today/static/today/player/gate.mjs";
import { planOf } from "../../../goodform/today/static/today/player/plan.mjs";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { data, stops, flags } = JSON.parse(text);
const { rules } = planOf(data);
console.log(
  JSON.stringify({
    stops: stops.map(([symptoms, places]) => adviceForStops(rules, symptoms, places)),
    flags: flags.map((codes) => adviceForFlags(rules, codes)),
  }),
);
