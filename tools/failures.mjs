// @ts-check
// What `node --test` says here: one dot a test, then each failure whole, with its file and name.
import { relative } from "node:path";

/** @param {AsyncIterable<import("node:test/reporters").TestEvent>} events */
export default async function* failures(events) {
  const failed = [];
  let passed = 0;
  for await (const { type, data } of events) {
    if (type === "test:pass" && data.details.type !== "suite") {
      passed += 1;
      yield ".";
    } else if (type === "test:fail") {
      failed.push(data);
      yield "F";
    } else if (type === "test:stderr" || type === "test:stdout") {
      yield data.message;
    }
  }
  yield `\n${passed} passed, ${failed.length} failed\n`;
  for (const { file, name, details } of failed) {
    const cause = details.error.cause ?? details.error;
    const test = name === file ? "" : `: ${name}`; // a file that cannot be read fails by its own name
    yield `\n${name}\n${cause.stack ?? cause}\n`;
    yield `FAILED ${relative(process.cwd(), file ?? "")}${test}\n`;
  }
}
