import { all, announce, find, on, words } from "./page.js";

// Keys. Single ones can be switched off in the dialog of keys, for those whose speech or hands press them by chance.

let firstKey = "";

function press(key) {
  const place = all("[data-key]").find((one) => one.dataset.key === key);
  if (!place) return false;
  if (place.matches("dialog")) place.showModal();
  else if (place.matches("input")) {
    const drawer = place.closest("[popover]");
    if (drawer && !place.checkVisibility()) drawer.showPopover();
    place.focus();
    place.select();
  } else place.click();
  return true;
}

on("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    if (press("/")) event.preventDefault();
    return;
  }
  const busy = event.target.closest("input, textarea, select, [contenteditable], dialog");
  if (busy || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
  const keys = firstKey ? `${firstKey} ${event.key}` : event.key;
  firstKey = "";
  if (press(keys)) event.preventDefault();
  else if (all("[data-key]").some((one) => one.dataset.key.startsWith(`${event.key} `))) {
    firstKey = event.key;
    setTimeout(() => { firstKey = ""; }, 1500);
  }
});

const keySwitch = find("[data-keys-switch]");
if (keySwitch) {
  keySwitch.checked = localStorage.getItem("keys") !== "off";
  keySwitch.addEventListener("change", () => localStorage.setItem("keys", keySwitch.checked ? "on" : "off"));
}

// Rows move with Alt and an arrow, through the same forms as their buttons.
on("keydown", (event) => {
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const row = way && event.altKey && event.target.closest("[data-reorder] > *");
  const form = row && find(`form[data-move="${way}"]`, row);
  if (!form) return;
  event.preventDefault();
  form.requestSubmit();
  announce(words.moved);
});

// Quick find: arrows walk through what was found, Escape closes it.
on("keydown", (event) => {
  const form = event.target.closest?.("[data-find]");
  if (!form) return;
  const stops = [find("input", form), ...all("#find-results a", form)];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) {
    event.preventDefault();
    stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length].focus();
  } else if (event.key === "Escape") {
    find("#find-results", form).replaceChildren();
    stops[0].value = "";
    stops[0].focus();
  }
});
on("click", ({ target }) => {
  const found = find("#find-results");
  if (found?.childElementCount && !target.closest("[data-find]")) found.replaceChildren();
});
