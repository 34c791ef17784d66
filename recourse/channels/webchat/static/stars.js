// The rating's buttons as five stars: equal, each named for those who hear it.
import { h, icon } from "./dom.js";
import { words } from "./words.js";

const STAR = /^\/rate_help\{"stars": ?"([1-5])"\}$/;

// How many stars a payload gives; 0 where it gives none.
export const starsOf = (payload) => Number(STAR.exec(payload ?? "")?.[1] ?? 0);

export const starName = (payload) => (starsOf(payload) ? words.star(starsOf(payload)) : undefined);

export function starButton(payload, onclick) {
  const name = () => words.star(starsOf(payload));
  return h("button", { type: "button", class: "star", "aria-label": name, title: name, onclick }, icon("star"), String(starsOf(payload)));
}
