import { all, announce, find, on, toast, words } from "./page.js";

// Requests: progress after 300 ms, and a failed one says so; nothing on the page changes then.

let running = 0;
let slow;

function begin() {
  running += 1;
  clearTimeout(slow);
  slow = setTimeout(() => { find("#loading").hidden = false; announce(words.working); }, 300);
}

function end() {
  running = Math.max(0, running - 1);
  if (running) return;
  clearTimeout(slow);
  find("#loading").hidden = true;
}

on("htmx:beforeRequest", begin);
on("htmx:afterRequest", end);
on("htmx:sendError", ({ target }) => target.matches("[data-autosave]") || toast(words.offline));
on("htmx:timeout", () => toast(words.failed));
on("htmx:responseError", ({ target, detail }) => {
  if (target.matches("[data-autosave]")) return;
  const page = new DOMParser().parseFromString(detail.xhr.responseText, "text/html");
  const told = all("[data-error] :is(h1, .lead)", page).map((part) => part.textContent.trim()).join(". ");
  toast(told || words.failed);
});

// A whole page is never put inside this one: after a redirect (to sign in, say) it is opened, otherwise it takes this one's place.
on("htmx:beforeSwap", ({ detail }) => {
  const { xhr, requestConfig, target } = detail;
  target.hadFocus = target.contains(document.activeElement);
  if (!/^\s*<!doctype/i.test(xhr.responseText) || requestConfig.elt.closest("[hx-select], [hx-boost=true]")) return;
  if (xhr.responseURL && new URL(xhr.responseURL).pathname !== new URL(requestConfig.path, location.href).pathname) {
    detail.shouldSwap = false;
    location.assign(xhr.responseURL);
  } else if (detail.shouldSwap) {
    detail.target = document.body;
    detail.swapOverride = "innerHTML";
  }
});

// Focus goes where the reader's attention goes: to what asks for it, else to what took the place of what had it.
on("htmx:afterSettle", ({ detail }) => {
  const part = detail.elt;
  const within = (selector) => (part.matches(selector) ? part : find(selector, part));
  const news = within("[data-announce]");
  if (news) announce(news.textContent.trim());
  const lost = detail.target?.hadFocus && (document.activeElement === document.body || !document.activeElement);
  const goal = within("[data-focus]") ?? (lost ? within("h1, h2, h3, h4, summary, a, button") ?? part : null);
  if (!goal) return;
  if (goal.tabIndex < 0) goal.tabIndex = -1;
  goal.focus();
});

// Sending without htmx: the button shows that it was heard.
on("submit", ({ target, submitter, defaultPrevented }) => {
  if (defaultPrevented || target.method === "dialog" || !submitter) return;
  setTimeout(() => submitter.setAttribute("aria-busy", "true"), 300);
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) all("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
});
