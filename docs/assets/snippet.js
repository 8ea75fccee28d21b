/** Lines for the pages of others, copied by a button; without it, they can be selected. */
import { copy } from "./refused.js";

for (const box of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".snippet"))) {
  const [button, status] = /** @type {NodeListOf<HTMLElement>} */ (box.querySelectorAll("button, .snippet-status"));
  button.hidden = false;
  button.addEventListener("click", async () => {
    status.textContent = "";
    const copied = await copy(String(box.querySelector("code")?.textContent));
    status.textContent = String(copied ? status.dataset.copied : status.dataset.failed);
  });
}
