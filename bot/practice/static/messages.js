// Messages: their words and blocks, their reactions, their thread, their menu.

import { h } from "./preact.js";
import { blocks } from "./blocks.js";
import { act, get, go, name, open, post, set, state } from "./store.js";
import { asTyped, emoji, mrkdwn } from "./words.js";

const QUICK = ["+1", "tada", "eyes", "heart"];

const time = (ts) => new Date(ts * 1000).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
const day = (ts) => new Date(ts * 1000).toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" });
const colour = (id) => [...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 6;

function where(message) {
  return message.channel ?? state.place;
}

function context(message) {
  return {
    where: `message-${message.ts}`,
    act: (block, element, value) =>
      act("click", {
        person: state.person, channel: where(message), ts: message.ts, value,
        name: `${block.block_id}/${element.action_id}`,
      }),
  };
}

function body(message) {
  const typed = message.blocks?.length === 1 && message.blocks[0].block_id === "typed";
  const drawn = message.blocks?.length && !typed ? blocks(message.blocks, context(message)) : null;
  const shared = (message.attachments ?? []).map((each) =>
    h("blockquote", { class: "shared" }, each.author_name && h("strong", {}, each.author_name), " ", mrkdwn(each.text ?? each.fallback ?? "")));
  return h("div", { class: "body" }, drawn ?? h("div", { class: "words" }, mrkdwn(message.text)), shared);
}

function reaction(message, each) {
  const mine = each.users.includes(state.person);
  const who = each.users.map(name).join(", ");
  return h("button", {
    type: "button", class: "reaction", "aria-pressed": String(mine), title: `${who} reacted with :${each.name}:`,
    onClick: () => act(mine ? "unreact" : "react", {
      person: state.person, channel: state.place, ts: message.ts, name: each.name,
    }),
  }, emoji(each.name), " ", each.count);
}

const closeMenus = () => document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = false; });

function item(words, run) {
  return h("button", { type: "button", onClick: () => { closeMenus(); run(); } }, words);
}

async function masked(message) {
  await open("masked");
  set({ facts: await post("/page/masked", { text: asTyped(message.text) }) });
}

async function payload(message) {
  await open("payload");
  set({ facts: await get("/page/payload", { channel: where(message), ts: message.ts }) });
}

function edit(message) {
  const text = window.prompt("Change the message", asTyped(message.text));
  if (text) act("edit", { person: state.person, channel: state.place, ts: message.ts, text });
}

async function forward({ person, channel, ts }) {
  const { answer } = await act("forward", { person, channel, ts, to: state.seen.dm });
  if (answer) await go({ place: state.seen.dm, thread: "" });
}

function menu(message) {
  const given = { person: state.person, channel: state.place, ts: message.ts };
  const own = message.user === state.person;
  return h("details", { class: "menu" },
    h("summary", { "aria-label": `More about the message of ${name(message.user)}` }, "⋯"),
    h("div", { class: "menu-items" },
      !message.is_ephemeral && state.seen.message_shortcuts.map((shortcut) =>
        item(`${shortcut.name} · ${state.seen.bot_name}`, () => act("message_shortcut", { ...given, callback_id: shortcut.callback_id }))),
      !message.is_ephemeral && item(`Forward to ${state.seen.bot_name}`, () => forward(given)),
      item("What was masked", () => masked(message)),
      item("Raw payload", () => payload(message)),
      own && item("Edit", () => edit(message)),
      own && item("Delete", () => act("delete", given))));
}

function tools(message, inThread) {
  const given = { person: state.person, channel: state.place, ts: message.ts };
  return h("div", { class: "tools", role: "group", "aria-label": "What to do with this message" },
    !message.is_ephemeral && QUICK.map((short) => h("button", {
      type: "button", "aria-label": `React with ${short.replace("+1", "thumbs up")}`,
      onClick: () => act("react", { ...given, name: short }),
    }, emoji(short))),
    !inThread && !message.is_ephemeral && h("button", {
      type: "button", "aria-label": "Reply in thread", onClick: () => open("thread", { thread: message.ts }),
    }, "💬"),
    menu(message));
}

function thread(message) {
  if (!message.reply_count) return null;
  return h("button", { type: "button", class: "replies", onClick: () => open("thread", { thread: message.ts }) },
    `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`);
}

function head(message) {
  const bot = Boolean(message.bot_id);
  return h("header", {},
    h("strong", {}, name(message.user)), bot && h("span", { class: "app" }, "APP"), " ",
    h("time", { datetime: new Date(message.ts * 1000).toISOString() }, time(message.ts)),
    message.edited && h("span", { class: "quiet" }, " (edited)"));
}

export function message(each, inThread = false) {
  const private_ = each.is_ephemeral;
  return h("article", {
    key: `${each.ts}`, class: `message ${private_ ? "private" : ""}`, "data-ts": each.ts,
    "aria-label": `${name(each.user)}, ${time(each.ts)}`,
  },
    h("span", { class: `face face-${colour(each.user)}`, "aria-hidden": "true" }, name(each.user)[0]),
    h("div", { class: "content" },
      private_ && h("p", { class: "quiet" }, "👁 Only visible to you"),
      head(each), body(each),
      each.reactions && h("div", { class: "reactions" }, each.reactions.map((found) => reaction(each, found))),
      !inThread && thread(each)),
    tools(each, inThread));
}

export function conversation(list) {
  let last = "";
  return list.flatMap((each) => {
    const today = day(each.ts);
    const line = today === last ? [] : [h("div", { class: "day", key: `day-${today}` }, today)];
    last = today;
    return [...line, message(each)];
  });
}
