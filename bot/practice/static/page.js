// The practice workspace's page: who acts, where, and what is seen.

import { h, render } from "./preact.js";
import { composer } from "./composer.js";
import { conversation } from "./messages.js";
import { home, modal } from "./modal.js";
import { OPENABLE, panel, toggle } from "./panels.js";
import { act, get, go, look, newest, set, state, whenChanged } from "./store.js";

const TITLES = { story: "Story", clock: "Clock", faults: "Faults", traffic: "Traffic" };
const read = {}; // the latest message seen, by channel

function place(channel) {
  const here = state.place === channel.id;
  const fresh = !here && channel.latest > (read[channel.id] ?? "");
  const sign = { channel: "#", private: "🔒" }[channel.kind] ?? "";
  return h("li", {}, h("button", {
    type: "button", "aria-current": here ? "page" : undefined, class: fresh ? "fresh" : "",
    onClick: () => go({ place: channel.id, thread: "", side: state.side === "thread" ? "" : state.side, trouble: "" }),
  }, sign && h("span", { "aria-hidden": "true" }, sign), channel.name, fresh && h("span", { class: "unseen" }, " (new)")));
}

function openHome() {
  go({ place: "home", thread: "", side: "" });
  act("open_home", { person: state.person });
}

function sidebar() {
  const { channels, bot_name: bot, has_home: hasHome } = state.seen;
  const rooms = channels.filter((each) => ["channel", "private"].includes(each.kind));
  const talks = channels.filter((each) => ["im", "mpim"].includes(each.kind));
  return h("nav", { class: "places", "aria-label": "Conversations" },
    h("label", { for: "who" }, "You are"),
    h("select", { id: "who", onChange: (event) => become(event.target.value) }, state.start.people.map((each) =>
      h("option", { value: each.id, selected: each.id === state.person }, each.name))),
    h("h2", {}, "Channels"), h("ul", {}, rooms.map(place)),
    h("h2", {}, "Direct messages"), h("ul", {}, talks.map(place)),
    hasHome && [h("h2", {}, "Apps"), h("ul", {}, h("li", {}, h("button", {
      type: "button", "aria-current": state.place === "home" ? "page" : undefined, onClick: openHome,
    }, `${bot}: Home`)))]);
}

async function become(person) {
  await go({ person, thread: "", side: state.side === "thread" ? "" : state.side, trouble: "" });
  if (state.place !== "home" && !state.seen.channels.some((each) => each.id === state.place)) {
    await go({ place: state.seen.channels[0]?.id ?? "" });
  }
}

async function startOver() {
  if (!window.confirm("Start over? Everything said here is forgotten.")) return;
  await act("start_over", {});
  await begin();
}

function bar() {
  const dark = document.documentElement.dataset.theme === "dark";
  return h("header", { class: "bar" },
    h("h1", {}, state.seen.team, h("span", { class: "quiet" }, " the practice workspace")),
    h("div", { class: "bar-tools" },
      OPENABLE.map((side) => h("button", {
        type: "button", "aria-expanded": String(state.side === side), onClick: () => toggle(side),
      }, TITLES[side])),
      h("button", { type: "button", onClick: () => theme(dark ? "light" : "dark") }, dark ? "Light" : "Dark"),
      h("button", { type: "button", onClick: startOver }, "Start over")));
}

function theme(name) {
  document.documentElement.dataset.theme = name;
  set({});
}

function main() {
  const channel = state.seen.channels.find((each) => each.id === state.place);
  if (channel) read[channel.id] = channel.latest;
  const title = state.place === "home" ? `${state.seen.bot_name}: Home` : channel?.name ?? "";
  return h("main", { id: "main", tabIndex: -1 },
    h("header", {}, h("h2", {}, title),
      channel && !channel.with_bot && h("span", { class: "quiet" }, `${state.seen.bot_name} is not in here`)),
    state.trouble && h("p", { class: "problem", role: "alert" }, state.trouble),
    state.place === "home" ? home() : talk(channel));
}

function talk(channel) {
  return [
    h("div", { class: "scroll", tabIndex: 0, role: "log", "aria-label": "Messages", key: state.place, ...newest() },
      state.seen.messages.length ? conversation(state.seen.messages) : h("p", { class: "empty" }, "Nothing here yet.")),
    channel && !channel.archived && composer(`Message ${channel.name}`),
  ];
}

function page() {
  return [
    h("a", { class: "skip", href: "#main" }, "Skip to the messages"),
    bar(),
    h("div", { class: `columns ${state.side ? "with-side" : ""}` }, sidebar(), main(), panel()),
    modal(),
  ];
}

function draw() {
  if (state.seen) render(page(), document.getElementById("page"));
}

async function begin() {
  const start = await get("/page/start");
  const person = state.person || start.people[0]?.id;
  if (!person) return;
  set({ start, person, thread: "", side: start.scenes.length ? "story" : "" });
  await look();
  if (!state.place) await go({ place: state.seen.channels[0]?.id ?? "" });
}

// Several changes in one moment are looked at once.
let waiting = null;
function changed(event) {
  const { kind } = JSON.parse(event.data);
  if (kind === "start_over") begin();
  if (waiting) return;
  waiting = setTimeout(() => { waiting = null; look(); }, 40);
}

whenChanged(draw);
document.getElementById("page").replaceChildren();
await begin();
const changes = new EventSource("/page/changes");
changes.onmessage = changed;
changes.onopen = () => look(); // what happened before we listened, or while the connection was gone
