// The question that a button asks before it acts, in the app's own words.

import { h, render } from "./preact.js";

// Whether the person agrees; without a question, they do. It stands apart from what is drawn anew at each change.
export function agreed(asks) {
  if (!asks) return Promise.resolve(true);
  const opener = document.activeElement;
  const dialog = document.body.appendChild(document.createElement("dialog"));
  return new Promise((answer) => {
    const say = (yes) => { dialog.remove(); opener?.focus(); answer(yes); };
    dialog.setAttribute("aria-labelledby", "question-title");
    dialog.addEventListener("cancel", () => say(false));
    render(drawn(asks, say), dialog);
    dialog.showModal();
  });
}

const drawn = (asks, say) => [
  h("header", {}, h("h2", { id: "question-title" }, asks.title.text)),
  h("p", { class: "question" }, asks.text.text),
  h("footer", {},
    h("span", { class: "quiet" }),
    h("button", { type: "button", class: "button", onClick: () => say(false) }, asks.deny?.text ?? "Cancel"),
    h("button", { type: "button", class: `button ${asks.style ?? "primary"}`, onClick: () => say(true) }, asks.confirm?.text ?? "Yes")),
];
