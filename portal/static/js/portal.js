/* What the pages do a little better with JavaScript; every one of them works without. The words stand in shared/_live.html. */
import { find } from "./page.js";
import "./requests.js";
import "./confirm.js";
import "./keys.js";
import "./autosave.js";
import "./drafts.js";
import "./theme.js";
import "./check.js";

find("[data-focus]")?.focus();
