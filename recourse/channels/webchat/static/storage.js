// A value kept in the browser's storage, or in memory where there is none
// (blocked cookies, private windows, a full disk): the chat works either way.
export class Kept {
  #area;
  #key;
  #memory = null;

  constructor(area, key) {
    this.#key = key;
    // Even reading window.localStorage throws where storage is blocked.
    try { this.#area = globalThis[area]; } catch { this.#area = null; }
  }

  get() {
    try { return JSON.parse(this.#area.getItem(this.#key)) ?? this.#memory; } catch { return this.#memory; }
  }

  set(value) {
    this.#memory = value;
    try { this.#area.setItem(this.#key, JSON.stringify(value)); } catch { /* memory holds it */ }
  }

  drop() {
    this.#memory = null;
    try { this.#area.removeItem(this.#key); } catch { /* nothing was kept */ }
  }
}
