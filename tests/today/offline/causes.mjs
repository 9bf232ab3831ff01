// The holds this phone expects of a session, read as JSON from standard input, by their causes.
import { holdsIn } from "../../../goodform/today/static/today/offline/locks.mjs";

let text = "";
for await (const chunk of process.stdin) text += chunk;
console.log(JSON.stringify(holdsIn(JSON.parse(text))));
