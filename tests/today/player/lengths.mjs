// Seconds the player takes for prescriptions read as JSON from standard input, one round of each.
import { planOf } from "../../../goodform/today/static/today/player/plan.mjs";
import { lengthOf } from "../../../goodform/today/static/today/player/timing.mjs";
import { dataOf } from "./sample.mjs";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const data = dataOf();
const seconds = (prescription) => {
  const { id, note, note_s } = prescription;
  const [exercise] = planOf({
    ...data,
    today: { ...data.today, prescriptions: [prescription] },
    exercises: { [id]: { note, note_s } },
  }).exercises;
  return exercise.steps.reduce((sum, step) => sum + lengthOf(step) / 1000, 0);
};
console.log(JSON.stringify(JSON.parse(text).map(seconds)));
