// @ts-check
// The voice: only voices that live on the device, so that no word leaves it. Without one, or while
// it is muted, the count is a tone. Everything it says also stands on the screen.

/** `say(text)`, `between(text)`, which talks into nothing, and `count(n)`; `tones` has `beat()`. `muted()` is asked each time. */
export function voiceOf(
  synthesis,
  { language, muted, tones, Utterance = globalThis.SpeechSynthesisUtterance },
) {
  const voice = () => {
    const here = (synthesis?.getVoices() ?? []).filter((each) => each.localService);
    const fits = (tag) =>
      here.find((each) => each.lang.replace("_", "-").toLowerCase().startsWith(tag));
    return fits(language.toLowerCase()) ?? fits(language.slice(0, 2).toLowerCase());
  };
  function speak(text) {
    const chosen = muted() ? null : voice();
    if (!chosen) return false;
    const words = Object.assign(new Utterance(text), {
      voice: chosen,
      lang: chosen.lang,
      rate: 0.95,
    });
    synthesis.speak(words);
    return true;
  }
  return {
    say(text) {
      synthesis?.cancel();
      return Boolean(text) && speak(text);
    },
    between: (text) => !synthesis?.speaking && speak(text),
    count(n) {
      if (synthesis?.speaking || !speak(String(n))) tones.beat();
    },
    hush: () => synthesis?.cancel(),
  };
}
