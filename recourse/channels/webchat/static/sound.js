// A quiet sound when something is said. Off until it is switched on, and silent
// until somebody has touched the page: a page must not start to sound by itself.
import { Kept } from "./storage.js";

const NOTES = [660, 880];
const PAUSE = 1.5;

export class Sound {
  #kept = new Kept("localStorage", "recourse.sound");
  #context = null;
  #last = -PAUSE;

  constructor() {
    for (const gesture of ["pointerup", "keydown"]) addEventListener(gesture, () => this.#wake(), { passive: true });
  }

  get on() {
    return this.#kept.get() === true;
  }

  // Heard once when switched on, so that one knows what it will be. Called by a click only.
  toggle() {
    this.#kept.set(!this.on);
    this.#wake();
    this.play();
  }

  play() {
    const context = this.#context;
    if (!this.on || !context || context.currentTime - this.#last < PAUSE) return;
    this.#last = context.currentTime;
    NOTES.forEach((pitch, i) => this.#note(context, pitch, context.currentTime + i * 0.12));
  }

  #wake() {
    if (!this.on || this.#context) return;
    try { this.#context = new AudioContext(); } catch { /* a browser without sound */ }
  }

  #note(context, pitch, at) {
    const tone = new OscillatorNode(context, { frequency: pitch });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.06, at + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.25);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.3);
  }
}
