// Block Kit's elements: one function each, with the browser's own controls, so that keys and screen readers work.

import { h } from "./preact.js";
import { agreed } from "./question.js";
import { state } from "./store.js";
import { textObject } from "./words.js";

// A picture from the web, or one that the bot handed over to the workspace.
export const source = (part) => part.image_url ?? `/page/file/${encodeURIComponent(part.slack_file.id)}`;

const press = async (part, context, value) => (await agreed(part.confirm)) && context.act(context.block, part, value);
const path = (part, context) => `${context.block.block_id}/${part.action_id}`;
const held = (part, context) => context.values?.[context.block.block_id]?.[part.action_id] ?? {};

// In an input block a change waits for the form to be sent; elsewhere it is an action at once.
const changed = (part, context, value) => {
  if (context.block.type !== "input" || context.block.dispatch_action) press(part, context, value);
};

function control(part, context, more) {
  return {
    id: context.id, name: path(part, context), "data-kind": part.type, key: path(part, context),
    "aria-label": context.label ? undefined : part.placeholder?.text ?? part.action_id.replaceAll(/[_.:-]/g, " "),
    "aria-describedby": context.described || undefined, "aria-invalid": context.problem ? "true" : undefined,
    "aria-required": context.label && context.required ? "true" : undefined,
    placeholder: part.placeholder?.text, autofocus: part.focus_on_load, ...more,
  };
}

const field = (type, stateField, more = {}) => (part, context) =>
  h("input", control(part, context, {
    type, defaultValue: held(part, context)[stateField] ?? "", ...more,
    onChange: (event) => changed(part, context, event.target.value),
  }));

function textInput(part, context) {
  const given = control(part, context, { defaultValue: held(part, context).value ?? "" });
  const entered = (event) => {
    if (event.key === "Enter" && context.block.dispatch_action) press(part, context, event.target.value);
  };
  return part.multiline ? h("textarea", { ...given, rows: 6 }) : h("input", { ...given, type: "text", onKeyDown: entered });
}

const option = (each, chosen) =>
  h("option", { value: each.value, selected: chosen.includes(each.value) }, each.text.text);

function choices(part, chosen) {
  if (part.option_groups) {
    return part.option_groups.map((group) =>
      h("optgroup", { label: group.label.text }, group.options.map((each) => option(each, chosen))));
  }
  return part.options.map((each) => option(each, chosen));
}

function menu(part, context, options, chosen, multiple) {
  const values = (event) => [...event.target.selectedOptions].map((each) => each.value);
  const given = control(part, context, {
    multiple, size: multiple ? Math.min(Math.max(options.length, 2), 10) : undefined,
    onChange: (event) => changed(part, context, multiple ? values(event) : event.target.value || null),
  });
  const first = !multiple && h("option", { value: "", selected: !chosen.length }, part.placeholder?.text ?? "Choose");
  return h("select", given, first, options);
}

const select = (multiple) => (part, context) => {
  const now = held(part, context);
  const chosen = multiple ? now.selected_options ?? [] : [now.selected_option ?? part.initial_option].filter(Boolean);
  return menu(part, context, choices(part, chosen.map((each) => each.value)), chosen, multiple);
};

const named = (entries, stateField, multiple) => (part, context) => {
  const chosen = [held(part, context)[stateField] ?? []].flat();
  const options = entries().map(([value, words]) => h("option", { value, selected: chosen.includes(value) }, words));
  return menu(part, context, options, chosen, multiple);
};

const people = () => Object.entries(state.seen.people).map(([id, person]) => [id, person.name]);
const conversations = () => state.seen.channels.map((channel) => [channel.id, channel.name]);
const channels = () =>
  state.seen.channels.filter((each) => each.kind === "channel").map((channel) => [channel.id, `#${channel.name}`]);

const group = (type) => (part, context) => {
  const now = held(part, context);
  const chosen = (type === "radio" ? [now.selected_option] : now.selected_options ?? []).filter(Boolean);
  const values = new Set(chosen.map((each) => each.value));
  const name = path(part, context);
  const pick = (event) => {
    const box = event.target.closest("[data-group]");
    const picked = [...box.querySelectorAll("input:checked")].map((each) => each.value);
    changed(part, context, type === "radio" ? picked[0] : picked);
  };
  return h("div", { "data-group": name, key: name },
    part.options.map((each) => h("label", { class: "choice" },
      h("input", { type, name, value: each.value, "data-kind": part.type, defaultChecked: values.has(each.value), onChange: pick }),
      h("span", {}, textObject(each.text), each.description && h("small", {}, textObject(each.description))))));
};

export const ELEMENTS = {
  button: (part, context) =>
    h("button", {
      type: "button", class: `button ${part.style ?? ""}`, "aria-label": part.accessibility_label, key: part.action_id,
      onClick: () => {
        if (part.url) window.open(part.url, "_blank", "noopener");
        press(part, context, null);
      },
    }, textObject(part.text)),
  overflow: (part, context) =>
    h("details", { class: "menu", key: part.action_id },
      h("summary", { "aria-label": "More choices" }, "⋯"),
      h("div", { class: "menu-items" }, part.options.map((each) =>
        h("button", { type: "button", onClick: () => press(part, context, each.value) }, each.text.text)))),
  image: (part) => h("img", { src: source(part), alt: part.alt_text, class: "accessory" }),
  static_select: select(false),
  multi_static_select: select(true),
  users_select: named(people, "selected_user", false),
  multi_users_select: named(people, "selected_users", true),
  conversations_select: named(conversations, "selected_conversation", false),
  multi_conversations_select: named(conversations, "selected_conversations", true),
  channels_select: named(channels, "selected_channel", false),
  multi_channels_select: named(channels, "selected_channels", true),
  checkboxes: group("checkbox"),
  radio_buttons: group("radio"),
  datepicker: field("date", "selected_date"),
  timepicker: field("time", "selected_time"),
  plain_text_input: textInput,
  number_input: field("text", "value", { inputmode: "decimal" }),
  email_text_input: field("text", "value", { inputmode: "email", autocomplete: "off" }),
  url_text_input: field("text", "value", { inputmode: "url" }),
};

// What stands in a form, by `block id/action id`, in the shape that the server's `fill` takes.
export function answers(form) {
  const found = {};
  for (const each of form.querySelectorAll("[data-kind]")) {
    const many = each.dataset.kind.startsWith("multi_") || each.dataset.kind === "checkboxes";
    if (each.type === "radio" || each.type === "checkbox") {
      found[each.name] ??= many ? [] : null;
      if (each.checked) found[each.name] = many ? [...found[each.name], each.value] : each.value;
    } else {
      found[each.name] = many ? [...each.selectedOptions].map((option) => option.value) : each.value || null;
    }
  }
  return found;
}
