import { find, on, toast, words } from "./page.js";

// A document's fingerprint is counted here, so that the document itself stays on the reader's device.
const place = find("[data-check-file]");
if (place && window.crypto?.subtle) {
  place.hidden = false;
  on("change", async (event) => {
    const [file] = event.target.files ?? [];
    if (!place.contains(event.target) || !file) return;
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const digits = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
      location.assign(`${place.dataset.checkFile}?digits=${digits}`);
    } catch {
      toast(words.failed);
    }
  });
}
