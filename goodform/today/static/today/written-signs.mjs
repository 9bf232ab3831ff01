// @ts-check
/**
 * Which warning signs a text may speak of, while it is typed: `goodform/safety/written_signs.py` in
 * the page. The words come from there with the page; one list of sentences holds the two together.
 */

/**
 * @typedef {{code: string, words: string[], near: string[], advice: string}} Row one of the words
 *   that may mean a sign, and whom to turn to
 * @typedef {{rows: Row[], not_said: string[], not_sure: string[], ends_a_denial: string[],
 *   ends_a_thought: string[], close: number, denies_as_far_as: number}} Words
 */

const BREAKS = /[.,;:!?()\n\r…–—]+|\s-\s/;
const QUIET = /[\p{Mark}'’‘]/gu;
const NO_LETTERS = /[^a-z0-9 ]+/g;

/**
 * The codes of the signs that a text may speak of, as they stand in the list.
 * @param {string} text
 * @param {Words} words
 * @returns {string[]}
 */
export function writtenSigns(text, words) {
  const thoughts = thoughtsOf(text, words);
  const found = words.rows.filter((row) => thoughts.some((each) => says(row, each, words)));
  return [...new Set(found.map(({ code }) => code))];
}

/**
 * @param {string} text
 * @param {Words} words
 * @returns {string[][]}
 */
function thoughtsOf(text, { ends_a_thought }) {
  const plain = text.normalize("NFKD").toLowerCase().replace(QUIET, "");
  return plain.split(BREAKS).flatMap((part) => {
    /** @type {string[][]} */
    const thoughts = [[]];
    for (const word of part.replace(NO_LETTERS, " ").split(" ").filter(Boolean)) {
      if (ends_a_thought.includes(word)) thoughts.push([]);
      else thoughts[thoughts.length - 1]?.push(word);
    }
    return thoughts;
  });
}

/**
 * @param {Row} row
 * @param {string[]} thought
 * @param {Words} words
 */
function says(row, thought, words) {
  const spans = row.words.flatMap((each) => where(each, thought));
  if (!row.near.length) return spans.some(([start]) => !isDenied(start, thought, start, words));
  const others = row.near.flatMap((each) => where(each, thought));
  return spans.some(([start, end]) =>
    others.some(
      ([from, to]) =>
        Math.max(start, from) - Math.min(end, to) <= words.close &&
        !isDenied(start, thought, Math.min(start, from), words),
    ),
  );
}

/**
 * Where these words stand: start and end of each place.
 * @param {string} words
 * @param {string[]} thought
 * @returns {[number, number][]}
 */
function where(words, thought) {
  const wanted = words.split(" ");
  /** @type {[number, number][]} */
  const found = [];
  for (let start = 0; start + wanted.length <= thought.length; start += 1)
    if (wanted.every((word, place) => thought[start + place] === word))
      found.push([start, start + wanted.length]);
  return found;
}

/**
 * Whether a "no" reaches the words that begin at `start`, from closely before `since` on.
 * @param {number} start
 * @param {string[]} thought
 * @param {number} since
 * @param {Words} words
 */
function isDenied(start, thought, since, words) {
  const first = Math.max(0, since - words.denies_as_far_as - 1);
  for (let place = start - 1; place >= first; place -= 1) {
    if (words.ends_a_denial.includes(thought[place] ?? "")) return false;
    const denies = words.not_said.includes(thought[place] ?? "");
    if (denies && !words.not_sure.includes(thought[place + 1] ?? "")) return true;
  }
  return false;
}
