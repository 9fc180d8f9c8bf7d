// Words as Slack draws them: mrkdwn, rich text, emoji, mentions. Nothing here makes HTML from a string.

import { h } from "./preact.js";
import { name, state } from "./store.js";

const EMOJI = {
  "+1": "👍", clap: "👏", crossed_fingers: "🤞", ear: "👂", eyes: "👀", heart: "❤️", memo: "📝", raised_hands: "🙌",
  seedling: "🌱", speech_balloon: "💬", star: "⭐", tada: "🎉", thumbsup: "👍", wave: "👋", white_check_mark: "✅",
  bulb: "💡", handshake: "🤝", pray: "🙏", mag: "🔍", book: "📖", hand: "✋", sparkles: "✨", lock: "🔒",
  gem: "💎", hugging_face: "🤗", muscle: "💪", necktie: "👔",
};

export function emoji(short) {
  const sign = EMOJI[short];
  return h("span", { class: "emoji", role: "img", "aria-label": short.replaceAll("_", " ") }, sign ?? `:${short}:`);
}

const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
// The text without Slack's marks: links and addresses as they were typed.
export const asTyped = (text) => plain(text.replace(/<(?:(?![@#!])[^<>|]+\|([^<>]+)|(https?:[^<>|]+))>/g, (_, label, url) => label ?? url));

const mention = (text) => h("span", { class: "mention" }, text);

function link(url, label) {
  const safe = /^(https?|mailto|tel):/.test(url);
  return safe ? h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, label) : label;
}

// Whoever is not in a private channel does not see its name either.
function channelMention(id, label) {
  const known = label || state.seen.channels.find((channel) => channel.id === id)?.name;
  return mention(known ? `#${known}` : "🔒 private channel");
}

function token(inside) {
  const [body, label] = inside.split(/\|(.*)/s);
  if (body.startsWith("@")) return mention(`@${name(body.slice(1))}`);
  if (body.startsWith("#")) return channelMention(body.slice(1), label);
  if (body.startsWith("!subteam^")) return mention(label || "@group");
  if (body.startsWith("!date^")) return label ?? body;
  if (body.startsWith("!")) return mention(`@${body.slice(1)}`);
  return link(plain(body), plain(label ?? body.replace(/^(mailto|tel):/, "")));
}

const INLINE = [
  [/```([^]+?)```/, (inside) => h("pre", {}, plain(inside.trim()))],
  [/`([^`\n]+)`/, (inside) => h("code", {}, plain(inside))],
  [/<([^<>\n]+)>/, token],
  [/(?<![\w*])\*(\S[^*\n]*?)\*(?![\w*])/, (inside) => h("strong", {}, mrkdwn(inside))],
  [/(?<![\w_])_(\S[^_\n]*?)_(?![\w_])/, (inside) => h("em", {}, mrkdwn(inside))],
  [/(?<![\w~])~(\S[^~\n]*?)~(?![\w~])/, (inside) => h("s", {}, mrkdwn(inside))],
  [/(?<!\w):([a-z0-9_+'-]+):/, (inside) => (EMOJI[inside] ? emoji(inside) : `:${inside}:`)],
];

function inline(text) {
  let first = null;
  for (const [pattern, make] of INLINE) {
    const found = pattern.exec(text);
    if (found && (!first || found.index < first.found.index)) first = { found, make };
  }
  if (!first) return text ? [plain(text)] : [];
  const { found, make } = first;
  const rest = text.slice(found.index + found[0].length);
  return [...(found.index ? [plain(text.slice(0, found.index))] : []), make(found[1]), ...inline(rest)];
}

export function mrkdwn(text) {
  const parts = text.split(/((?:^|\n)(?:&gt;|>) ?[^\n]*(?:\n(?:&gt;|>) ?[^\n]*)*)/);
  return parts.flatMap((part, at) => {
    if (at % 2 === 0) return inline(part);
    const quoted = part.trim().split("\n").map((line) => line.replace(/^(&gt;|>) ?/, ""));
    return [h("blockquote", {}, inline(quoted.join("\n")))];
  });
}

// Plain text shows its emoji unless it says not to.
function plainText(object) {
  if (object.emoji === false) return object.text;
  return object.text.split(/(:[a-z0-9_+'-]+:)/).map((part) => (EMOJI[part.slice(1, -1)] ? emoji(part.slice(1, -1)) : part));
}

export function textObject(object) {
  return object.type === "mrkdwn" ? mrkdwn(object.text) : plainText(object);
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(part, words) {
  return Object.keys(part.style ?? {}).reduce((inside, style) => (STYLES[style] ? h(STYLES[style], {}, inside) : inside), words);
}

const PIECES = {
  text: (part) => part.text,
  link: (part) => link(part.url, part.text || part.url),
  emoji: (part) => emoji(part.name),
  user: (part) => mention(`@${name(part.user_id)}`),
  usergroup: () => mention("@group"),
  channel: (part) => channelMention(part.channel_id),
  broadcast: (part) => mention(`@${part.range}`),
  date: (part) => part.fallback ?? new Date(part.timestamp * 1000).toLocaleString(),
};

function pieces(elements) {
  return elements.map((part) => {
    if (!PIECES[part.type]) throw new Error(`Cannot draw ${part.type} in rich text`);
    return styled(part, PIECES[part.type](part));
  });
}

const CONTAINERS = {
  rich_text_section: (part) => h("div", { class: "rich" }, pieces(part.elements)),
  rich_text_quote: (part) => h("blockquote", {}, pieces(part.elements)),
  rich_text_preformatted: (part) => h("pre", {}, pieces(part.elements)),
  rich_text_list: (part) =>
    h(part.style === "ordered" ? "ol" : "ul", {}, part.elements.map((item) => h("li", {}, pieces(item.elements)))),
};

export function richText(block) {
  return block.elements.map((part) => {
    if (!CONTAINERS[part.type]) throw new Error(`Cannot draw ${part.type}`);
    return CONTAINERS[part.type](part);
  });
}

export const drawnRichText = { pieces: Object.keys(PIECES), containers: Object.keys(CONTAINERS) };
