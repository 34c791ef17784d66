// The words that the page itself says: one object, filled from one file a language,
// so that a browser loads only one. A further language is a file and a line here.
import { retell } from "./dom.js";
import { Kept } from "./storage.js";

export const LANGUAGES = { en: "English", de: "Deutsch", es: "Español", fr: "Français", pt: "Português" };
export const words = {};

const kept = new Kept("localStorage", "recourse.language");

// What the customer chose once, else what the address or the host page asks for,
// else the first of the browser's languages that we have.
export function preferred(asked) {
  const wanted = [kept.get(), asked, ...(navigator.languages ?? [])];
  return wanted.map((tag) => String(tag ?? "").slice(0, 2).toLowerCase()).find((tag) => Object.hasOwn(LANGUAGES, tag)) ?? "en";
}

export const remember = (language) => kept.set(language);

let wanted = null;

export async function speak(language) {
  wanted = language;
  const { default: found } = await import(`./words.${language}.js`);
  // Chosen again while this one was loading: the last choice counts.
  if (wanted !== language) return;
  Object.assign(words, found, { language });
  document.documentElement.lang = language;
  retell();
}
