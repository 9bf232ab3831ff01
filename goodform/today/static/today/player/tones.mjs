// @ts-check
// Sounds made here: a soft wooden tick at 3, 2, 1, one low bell at the end, two at "change sides".

/** Silent until `unlock()` ran inside a tap, as phones demand. `muted()` is asked each time. */
export function tonesOf(Context, { muted }) {
  /** @type {AudioContext | null} */
  let audio = null;
  /** @param {{pitch: number, seconds: number, loud: number, shape?: OscillatorType, wait?: number}} sound */
  function note({ pitch, seconds, loud, shape = "sine", wait = 0 }) {
    if (!audio || muted()) return;
    const [start, tone, volume] = [
      audio.currentTime + wait,
      audio.createOscillator(),
      audio.createGain(),
    ];
    tone.type = shape;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(loud, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + seconds);
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + seconds);
  }
  const bell = (wait = 0) => {
    note({ pitch: 196, seconds: 2.2, loud: 0.4, wait });
    note({ pitch: 529, seconds: 1.1, loud: 0.12, wait });
  };
  return {
    unlock() {
      audio ??= Context ? new Context() : null;
      if (audio && ["suspended", "interrupted"].includes(audio.state)) audio.resume(); // a call interrupts it
    },
    tick: () => note({ pitch: 820, seconds: 0.07, loud: 0.5, shape: "triangle" }),
    beat: () => note({ pitch: 410, seconds: 0.09, loud: 0.3, shape: "triangle" }),
    bell: () => bell(),
    twice() {
      bell();
      bell(0.7);
    },
  };
}
