/* What every part of our script needs: to look around on the page, and to say something. */

export const find = (selector, from = document) => from.querySelector(selector);
export const all = (selector, from = document) => [...from.querySelectorAll(selector)];
export const on = (name, act, options) => document.addEventListener(name, act, options);
export const words = find("#toasts").dataset;

// Saying: to a screen reader, or to everybody until closed.

export function announce(text) {
  const place = find("#announce");
  place.textContent = "";
  setTimeout(() => { place.textContent = text; }, 50);
}

export function toast(text) {
  const box = document.createElement("div");
  box.className = "toast";
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = words.close;
  close.addEventListener("click", () => box.remove());
  box.append(text, close);
  find("#toasts").replaceChildren(box);
}
