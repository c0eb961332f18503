import { find, on } from "./page.js";

// Asking first, before what cannot be undone.
on("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm) return;
  if (form.confirmed) { form.confirmed = false; return; }
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = find("#ask-first");
  find("#ask-first-name").textContent = event.submitter?.textContent.trim() ?? "";
  find("#ask-first-text").textContent = form.dataset.confirm;
  find("#ask-first-yes").textContent = event.submitter?.textContent.trim() ?? "OK";
  dialog.returnValue = "";
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") return;
    form.confirmed = true;
    form.requestSubmit(event.submitter);
  }, { once: true });
  dialog.showModal();
}, true);
