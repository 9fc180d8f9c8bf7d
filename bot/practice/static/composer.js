// Where people type: a message, or a slash command.

import { h } from "./preact.js";
import { act, state } from "./store.js";

async function send(form, thread) {
  const box = form.elements.words;
  const text = box.value.trim();
  if (!text) return;
  const [command, rest] = text.split(/\s+(.*)/s);
  const given = { person: state.person, channel: state.place };
  const result = text.startsWith("/") && !thread
    ? await act("command", { ...given, name: command, text: rest ?? "" })
    : await act("say", { ...given, text, thread_ts: thread || null });
  if (result.ok) box.value = "";
}

function keys(event, thread) {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    send(event.target.form, thread);
  }
}

function put(event, text) {
  const box = event.target.closest("form").elements.words;
  event.target.closest("details").open = false;
  box.value = text;
  box.focus();
}

function shortcuts() {
  const { commands, global_shortcuts: shortcuts_, bot_name: bot } = state.seen;
  return h("details", { class: "menu up" },
    h("summary", { "aria-label": "Commands and shortcuts" }, "⚡"),
    h("div", { class: "menu-items" },
      commands.map((each) => h("button", { type: "button", onClick: (event) => put(event, `${each.command} `) },
        h("strong", {}, each.command), " ", each.usage_hint ?? "", h("small", {}, each.description))),
      shortcuts_.map((each) => h("button", {
        type: "button",
        onClick: () => act("global_shortcut", { person: state.person, callback_id: each.callback_id }),
      }, `${each.name} · ${bot}`, h("small", {}, each.description)))));
}

export function composer(words, thread = "") {
  const submit = (event) => { event.preventDefault(); send(event.target, thread); };
  return h("form", { class: "composer", onSubmit: submit, key: `${state.place}-${thread}` },
    h("textarea", {
      name: "words", rows: 2, "aria-label": words, placeholder: words, onKeyDown: (event) => keys(event, thread),
    }),
    h("div", { class: "composer-tools" },
      !thread && shortcuts(),
      h("span", { class: "quiet" }, "Enter sends, Shift+Enter makes a new line"),
      h("button", { type: "submit", class: "button primary" }, "Send")));
}
