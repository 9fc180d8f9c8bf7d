// The panel at the side: a thread, the story, the clock, faults, the traffic, what lies behind a message.

import { h } from "./preact.js";
import { composer } from "./composer.js";
import { message } from "./messages.js";
import { act, close, go, newest, open, post, set, state } from "./store.js";

const code = (value) => h("pre", { class: "raw", tabIndex: 0 }, JSON.stringify(value, null, 2));

function thread() {
  return [
    h("div", { class: "scroll", tabIndex: 0, role: "log", "aria-label": "The thread", key: state.thread, ...newest() },
      state.seen.thread.map((each) => message(each, true))),
    composer("Reply in the thread", state.thread),
  ];
}

async function play(scene, at) {
  const { answer } = await act("play", { scene: at });
  if (answer) await go({ person: answer.person, place: answer.channel, thread: "" });
}

function story() {
  return h("ol", { class: "scenes" }, state.start.scenes.map((scene, at) =>
    h("li", {},
      h("strong", {}, scene.title), h("span", { class: "quiet" }, ` ${scene.who}, ${scene.where.replace(`${scene.who} and`, "with")}`),
      h("p", {}, scene.look),
      h("button", { type: "button", class: "button", "aria-label": `Play: ${scene.title}`, onClick: () => play(scene, at) }, "Play"))));
}

function nextFriday() {
  const day = new Date(state.seen.now * 1000);
  day.setDate(day.getDate() + ((5 - day.getDay() + 7) % 7));
  day.setHours(16, 0, 0, 0);
  if (day <= state.seen.now * 1000) day.setDate(day.getDate() + 7);
  return day;
}

async function setClock(to) {
  await post("/page/clock", { to: to.toISOString() });
  await go({});
}

function clock() {
  const now = new Date(state.seen.now * 1000);
  const ahead = (minutes) => setClock(new Date(state.seen.now * 1000 + minutes * 60000));
  const pick = (event) => {
    event.preventDefault();
    const value = event.target.elements.to.value;
    if (value) setClock(new Date(value));
  };
  return [
    h("p", {}, "Here it is ", h("strong", {}, now.toLocaleString([], { dateStyle: "full", timeStyle: "short" })), "."),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", onClick: () => setClock(nextFriday()) }, "Friday 16:00"),
      h("button", { type: "button", class: "button", onClick: () => ahead(60) }, "An hour later"),
      h("button", { type: "button", class: "button", onClick: () => ahead(24 * 60) }, "A day later")),
    h("form", { onSubmit: pick, class: "stack" },
      h("label", { for: "clock-to" }, "Set the clock to"),
      h("input", { id: "clock-to", name: "to", type: "datetime-local" }),
      h("button", { type: "submit", class: "button primary" }, "Set the clock")),
  ];
}

const FAULTS = {
  rate_limited: ["429, too many requests", "Retry-After, as sent (2, 2.5, 86400, a date)"],
  server_error: ["A server error", "Status (503)"],
  html: ["A web page instead of JSON", "Status (200)"],
  reset_before: ["The connection breaks before it is done", ""],
  reset_after: ["The connection breaks after it is done", ""],
  slow: ["A slow answer", "Seconds (1, 4, 31)"],
  late_to_show: ["The message shows late", "Seconds (10)"],
  refusal: ["An error by name", "Error (is_archived)"],
};

async function fail(event) {
  event.preventDefault();
  const { method, fault, value, times } = event.target.elements;
  await post("/page/fault", { method: method.value, fault: fault.value, value: value.value, times: times.value });
  set({ facts: `The next ${times.value} × ${method.value}: ${FAULTS[fault.value][0]}.` });
}

function hint({ target }) {
  target.form.elements.value.placeholder = FAULTS[target.value][1];
}

function faults() {
  const option = (value, words = value) => h("option", { value }, words);
  const labelled = (id, words, control) => [h("label", { for: id }, words), control];
  return h("form", { onSubmit: fail, class: "stack" },
    h("p", {}, "Let Slack fail, and see what the bot makes of it."),
    labelled("fault-method", "When the bot calls", h("select", { id: "fault-method", name: "method" },
      option("chat.postMessage"), option("*", "anything"), state.start.methods.map((each) => option(each)))),
    labelled("fault-kind", "this happens", h("select", { id: "fault-kind", name: "fault", onChange: hint },
      Object.entries(FAULTS).map(([name, [words]]) => option(name, words)))),
    labelled("fault-value", "with this value (may stay empty)", h("input", {
      id: "fault-value", name: "value", list: "fault-errors", placeholder: FAULTS.rate_limited[1],
    })),
    h("datalist", { id: "fault-errors" }, [...new Set(Object.values(state.start.errors).flat())].sort().map((each) => option(each))),
    labelled("fault-times", "so many times", h("input", { id: "fault-times", name: "times", type: "number", min: 1, value: 1 })),
    h("button", { type: "submit", class: "button primary" }, "Let it fail"),
    h("p", { role: "status" }, state.facts));
}

function traffic() {
  const lines = Array.isArray(state.facts) ? state.facts : [];
  return h("div", { class: "scroll", tabIndex: 0, role: "group", "aria-label": "Requests, the newest first" }, lines.map((line) =>
    h("details", { class: "line", key: `${line.at}-${line.what}-${line.retry}` },
      h("summary", {},
        h("time", {}, new Date(line.at * 1000).toLocaleTimeString()), " ",
        h("span", { class: "way" }, line.way === "to the bot" ? "→ bot" : "← bot"), " ",
        h("strong", {}, line.what), ` ${line.status}`,
        line.retry ? ` · retry ${line.retry}` : "", line.fault ? ` · ${line.fault}` : "",
        line.took === null ? "" : ` · ${(line.took * 1000).toFixed(0)} ms`),
      code({ sent: line.sent, answer: line.answer }))));
}

function masked() {
  const facts = state.facts;
  if (!facts) return null;
  if (facts.masked === null) return h("p", {}, "No masking is connected to this workspace.");
  const letters = [...facts.original];
  let end = 0;
  const marked = facts.spans.flatMap((span) => {
    const before = letters.slice(end, span.start).join("");
    end = span.end;
    return [before, h("mark", { title: span.kind }, letters.slice(span.start, span.end).join(""), h("small", {}, ` ${span.kind.replaceAll("_", " ")}`))];
  });
  return [
    h("h3", {}, "What was typed (only this page has it)"), h("div", { class: "words original" }, marked, letters.slice(end).join("")),
    h("h3", {}, "What the bot reads and keeps"), h("div", { class: "words masked" }, facts.masked),
    h("p", { class: "quiet" }, `${facts.spans.length} ${facts.spans.length === 1 ? "passage" : "passages"} masked.`),
  ];
}

function payload() {
  const facts = state.facts;
  return facts && [
    h("h3", {}, "The message"), code(facts.message),
    facts.event && [h("h3", {}, "The request to the bot"), code(facts.event)],
  ];
}

const PANELS = {
  thread: ["Thread", thread], story: ["Try one of these", story], clock: ["The clock", clock], faults: ["Faults", faults],
  traffic: ["Traffic", traffic], payload: ["Raw payload", payload], masked: ["What was masked", masked],
};

export const OPENABLE = ["story", "clock", "faults", "traffic"];

export function toggle(side) {
  return state.side === side ? close() : open(side);
}

export function panel() {
  if (!state.side) return null;
  const [title, draw] = PANELS[state.side];
  return h("aside", { class: "side", "aria-labelledby": "side-title", onKeyDown: (event) => event.key === "Escape" && close() },
    h("header", {},
      h("h2", { id: "side-title", tabIndex: -1 }, title),
      h("button", { type: "button", class: "close", "aria-label": `Close: ${title}`, onClick: close }, "✕")),
    h("div", { class: "side-body", key: state.side }, draw()));
}
