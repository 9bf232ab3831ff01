// Merges pairs of entries and of sessions read as JSON from standard input, by the phone's rule.
import {
  mergeEntries,
  mergeSessions,
} from "../../../goodform/today/static/today/offline/merging.mjs";

let text = "";
for await (const chunk of process.stdin) text += chunk;
const { entries, sessions } = JSON.parse(text);
console.log(
  JSON.stringify({
    entries: entries.map(([one, other]) => mergeEntries(one, other)),
    sessions: sessions.map(([one, other]) => mergeSessions(one, other)),
  }),
);
