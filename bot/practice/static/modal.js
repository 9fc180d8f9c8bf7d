// The modal that the bot opened, and the App Home it published.

import { h } from "./preact.js";
import { blocks } from "./blocks.js";
import { answers } from "./elements.js";
import { act, state } from "./store.js";

const person = () => ({ person: state.person });

function viewContext(view, home) {
  return {
    where: home ? "home" : "modal",
    values: view.state.values,
    errors: home ? {} : state.seen.errors,
    act: async (block, element, value) => {
      const form = document.querySelector("dialog form");
      if (!home && form) await act("fill", { ...person(), answers: answers(form) });
      return act("click_in_view", { ...person(), name: `${block.block_id}/${element.action_id}`, value, home });
    },
  };
}

async function submit(event) {
  event.preventDefault();
  const form = event.target;
  await act("submit", { ...person(), answers: answers(form) });
  form.querySelector("[aria-invalid]")?.focus();
}

// A dialog is opened by a call, not by an attribute: that is what keeps the keyboard inside it.
function opened(dialog) {
  if (dialog && !dialog.open) dialog.showModal();
}

export function modal() {
  const view = state.seen.modal;
  if (!view) return null;
  const trouble = state.seen.errors[""];
  const close = (event) => { event.preventDefault(); act("close_view", person()); };
  return h("dialog", { "aria-labelledby": "modal-title", onCancel: close, ref: opened, key: view.id },
    h("form", { onSubmit: submit, noValidate: true },
      h("header", {},
        h("h2", { id: "modal-title" }, view.title.text),
        h("button", { type: "button", class: "close", "aria-label": "Close", onClick: close }, "✕")),
      h("div", { class: "modal-body", tabIndex: 0, role: "group", "aria-label": "The form" },
        trouble && h("p", { class: "problem", role: "alert" }, trouble),
        blocks(view.blocks, viewContext(view, false))),
      h("footer", {},
        h("span", { class: "quiet" }, state.seen.bot_name),
        h("button", { type: "button", class: "button", onClick: close }, view.close?.text ?? "Close"),
        view.submit && h("button", { type: "submit", class: "button primary" }, view.submit.text))));
}

export function home() {
  const view = state.seen.home;
  if (!view) return h("p", { class: "empty" }, `${state.seen.bot_name} has put nothing here yet.`);
  return h("div", { class: "home", key: view.id }, blocks(view.blocks, viewContext(view, true)));
}
