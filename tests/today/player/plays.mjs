// Plays a whole session from the page's data, read as JSON from standard input, and says what it sends.
import { randomUUID } from "node:crypto";

import { documentOf } from "../../../goodform/today/static/today/player/log.mjs";
import { planOf } from "../../../goodform/today/static/today/player/plan.mjs";
import { Sitting } from "./sample.mjs";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const data = JSON.parse(text);
const plan = planOf(data);
const sitting = new Sitting(plan);
sitting.fills("pain", 1).does("next").fills("flags", ["none_of_these"]).does("next").does("start");
while (sitting.screen !== "pain_after") sitting.lets(10, 500);
sitting.fills("pain", 1).does("next");
const said = documentOf(plan, sitting.state, data.today.zone);
console.log(
  JSON.stringify({ ...said, entries: said.entries.map((each) => ({ ...each, id: randomUUID() })) }),
);
