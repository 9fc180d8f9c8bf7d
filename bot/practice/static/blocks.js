// Block Kit: one function a block. What cannot be drawn is an error, never a gap.

import { h } from "./preact.js";
import { ELEMENTS, source } from "./elements.js";
import { richText, textObject } from "./words.js";

function element(part, context, block) {
  if (!ELEMENTS[part.type]) throw new Error(`Cannot draw the element ${part.type}`);
  return ELEMENTS[part.type](part, { ...context, block });
}

const inContext = {
  image: (part) => h("img", { src: source(part), alt: part.alt_text, class: "small" }),
  plain_text: (part) => h("span", {}, textObject(part)),
  mrkdwn: (part) => h("span", {}, textObject(part)),
};

export const BLOCKS = {
  section: (block, context) =>
    h("div", { class: "section" },
      h("div", { class: "section-text" },
        block.text && h("div", { class: "words" }, textObject(block.text)),
        block.fields && h("div", { class: "fields" }, block.fields.map((field) => h("div", {}, textObject(field))))),
      block.accessory && element(block.accessory, context, block)),
  divider: () => h("hr", {}),
  header: (block) => h("div", { class: "header", role: "heading", "aria-level": 3 }, textObject(block.text)),
  context: (block) => h("div", { class: "context" }, block.elements.map((part) => inContext[part.type](part))),
  actions: (block, context) =>
    h("div", { class: "actions" }, block.elements.map((part) => element(part, context, block))),
  image: (block) =>
    h("figure", {},
      block.title && h("figcaption", {}, textObject(block.title)),
      h("img", { src: source(block), alt: block.alt_text })),
  input: (block, context) => input(block, context),
  rich_text: (block) => h("div", { class: "words" }, richText(block)),
};

// A group of choices is labelled by a legend, everything else by a label.
const GROUPS = new Set(["radio_buttons", "checkboxes"]);

function input(block, context) {
  const id = `${context.where}-${block.block_id}`;
  const problem = context.errors?.[block.block_id];
  const described = [block.hint && `${id}-hint`, problem && `${id}-problem`].filter(Boolean).join(" ");
  const inside = { ...context, label: block.label.text, id, described, problem, required: !block.optional };
  const optional = block.optional && h("span", { class: "optional" }, " (optional)");
  const group = GROUPS.has(block.element.type);
  const words = [textObject(block.label), optional];
  return h(group ? "fieldset" : "div", { class: "input", "aria-describedby": group && described ? described : undefined },
    group ? h("legend", {}, words) : h("label", { for: id }, words),
    element(block.element, inside, block),
    block.hint && h("p", { id: `${id}-hint`, class: "hint" }, textObject(block.hint)),
    problem && h("p", { id: `${id}-problem`, class: "problem" }, problem));
}

// `context`: where (message, modal, home), values, errors, act(block, element, value).
export function blocks(list, context) {
  return list.map((block) => {
    if (!BLOCKS[block.type]) throw new Error(`Cannot draw the block ${block.type}`);
    return h("div", { key: block.block_id, class: `block ${block.type}`, "data-block": block.block_id },
      BLOCKS[block.type](block, context));
  });
}
