import { all, find, on } from "./page.js";

// Autosave: 800 ms after the last key, with its state in words; tried again until it holds.

const ICONS = { saved: "check", saving: "refresh-cw", waiting: "pencil", failed: "triangle-alert", stopped: "triangle-alert" };

function show(form, state) {
  form.saveState = state;
  const place = document.getElementById(form.dataset.autosave) ?? find(".saved", form) ?? find(".saved");
  if (!place) return;
  place.dataset.state = state;
  find("span", place).textContent = place.dataset[state];
  const picture = find("use", place);
  picture.setAttribute("href", picture.getAttribute("href").replace(/#.*/, `#${ICONS[state]}`));
}

function save(form) {
  clearTimeout(form.saveTimer);
  if (!form.isConnected || !["waiting", "failed"].includes(form.saveState)) return;
  show(form, "saving");
  form.dispatchEvent(new CustomEvent("autosave", { bubbles: true }));
}

function later(form, delay) {
  clearTimeout(form.saveTimer);
  form.saveTimer = setTimeout(() => save(form), delay);
}

on("input", ({ target }) => {
  const form = target.closest("form[data-autosave]");
  if (!form) return;
  show(form, "waiting");
  later(form, 800);
});
on("focusout", ({ target }) => {
  const form = target.closest?.("form[data-autosave]");
  if (form?.saveState === "waiting") save(form);
});
// A submit that waits behind a saving loses its button; the request that is sent in the end names it again.
addEventListener("submit", ({ target, submitter }) => {
  if (target.matches("form[data-autosave]") && submitter?.name) target.pressed = submitter;
}, true);
on("htmx:configRequest", ({ target, detail }) => {
  if (!target.pressed) return;
  detail.parameters[target.pressed.name] = target.pressed.value;
  target.pressed = null;
});
on("htmx:afterRequest", ({ target, detail }) => {
  if (!target.matches("form[data-autosave]")) return;
  if (target.saveState === "waiting") return;
  const { status } = detail.xhr;
  if (status >= 200 && status < 300) show(target, "saved");
  else if (status === 409 || status === 422) show(target, "stopped");
  else { show(target, "failed"); later(target, 5000); }
});
addEventListener("beforeunload", (event) => {
  if (all("form[data-autosave]").some((form) => (form.saveState ?? "saved") !== "saved")) event.preventDefault();
});
