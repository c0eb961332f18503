import { all, on, toast, words } from "./page.js";

// Light or dark: seen at once, kept by the server.
on("submit", (event) => {
  const { target: form, submitter } = event;
  if (!form.matches("[data-theme-choice]") || !submitter) return;
  event.preventDefault();
  document.documentElement.toggleAttribute("data-theme", Boolean(submitter.value));
  if (submitter.value) document.documentElement.dataset.theme = submitter.value;
  all("[aria-pressed]", form).forEach((button) => button.setAttribute("aria-pressed", String(button === submitter)));
  fetch(form.action, { method: "POST", body: new FormData(form, submitter), redirect: "manual" }).catch(() => toast(words.offline));
}, true);
