import { all, announce, find, on, words } from "./page.js";

// Drafts: what was typed into a form is kept in this window until the form has gone through, also over signing in again.

const TYPED = "textarea, input:not([type]), input[type=text], input[type=email], input[type=tel], input[type=number]";
const signedIn = document.body.matches("[data-signed-in]") && !find("input[type=password]");
const kept = (form) => form.method === "post" && form.matches(":not([data-autosave], [data-keep=no])") && !find("[type=password]", form);
const nameOf = (form) => `draft:${new URL(form.action).pathname}`;

function keep(form, sent) {
  const fields = all(TYPED, form).filter((one) => one.name && one.value !== one.defaultValue);
  const typed = Object.fromEntries(fields.map((one) => [one.name, [one.defaultValue, one.value]]));
  if (fields.length) sessionStorage.setItem(nameOf(form), JSON.stringify({ typed, sent }));
  else if (!sent) sessionStorage.removeItem(nameOf(form));
}

function drafts() {
  return Object.keys(sessionStorage).filter((name) => name.startsWith("draft:"));
}

// A signed-in page after a sent form means that it went through; any other page, that it may not have.
function settleDrafts() {
  for (const name of drafts()) {
    const draft = JSON.parse(sessionStorage.getItem(name));
    if (draft.sent && signedIn) sessionStorage.removeItem(name);
    else if (draft.sent) sessionStorage.setItem(name, JSON.stringify({ ...draft, sent: false }));
  }
}

function restore(form) {
  const draft = JSON.parse(sessionStorage.getItem(nameOf(form)));
  const back = all(TYPED, form).filter((one) => {
    const [before, value] = draft?.typed[one.name] ?? [];
    if (before !== one.defaultValue || one.value !== before) return false;
    one.value = value;
    one.closest("details")?.setAttribute("open", "");
    return true;
  });
  return back.length > 0;
}

on("input", ({ target }) => { if (target.form && kept(target.form)) keep(target.form, false); });
on("submit", ({ target }) => {
  if (target.matches("[data-sign-out]")) drafts().forEach((name) => sessionStorage.removeItem(name));
  else if (kept(target)) keep(target, true);
});
on("htmx:afterRequest", ({ target, detail }) => {
  const { status, responseURL } = detail.xhr;
  const path = (address) => new URL(address || location.href, location.href).pathname;
  const arrived = status >= 200 && status < 300 && path(responseURL) === path(detail.requestConfig.path);
  if (arrived && target.matches("form") && kept(target)) sessionStorage.removeItem(nameOf(target));
});
settleDrafts();
if (signedIn && all("form").filter((form) => kept(form) && restore(form)).length) announce(words.restored);
