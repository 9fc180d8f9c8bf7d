// What the page knows, and its way to the server. Everything drawn comes from `state`; `set` draws it anew.

export const state = {
  start: null, // what stays the same: people, scenes, methods, errors
  seen: null, // the workspace through the eyes of `person`
  person: "",
  place: "", // a channel's id, or "home"
  thread: "", // the root of the open thread
  side: "", // the open panel: thread, story, clock, faults, traffic, payload, masked
  facts: null, // what the panel shows
  trouble: "",
};

let draw = () => {};
let opener = null;

export function whenChanged(redraw) {
  draw = redraw;
}

export function set(changes) {
  Object.assign(state, changes);
  draw();
}

async function json(path, options) {
  const response = await fetch(path, options);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}

export const get = (path, given = {}) => json(`${path}?${new URLSearchParams(given)}`);

export const post = (path, given) =>
  json(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) });

// Only the newest look is drawn, as a slow answer must not undo a later one; whoever asked for an older one waits for it.
let newestLook = null;

export async function look() {
  const mine = see();
  newestLook = mine;
  const seen = await mine;
  if (newestLook !== mine) return newestLook;
  const before = state.seen;
  set({ seen, facts: state.side === "traffic" ? await get("/page/traffic") : state.facts });
  speak(before, seen);
  return seen;
}

async function see() {
  const { person, place, thread } = state;
  const seen = await get("/page/look", { person, channel: place === "home" ? "" : place, thread });
  return { ...seen, where: `${person} ${place} ${thread}` };
}

// Tells screen readers what the bot just said where they are.
function speak(before, seen) {
  if (before?.where !== seen.where) return;
  const known = new Set([...before.messages, ...before.thread].map((message) => message.ts));
  const fresh = [...seen.messages, ...seen.thread].filter((message) => !known.has(message.ts) && message.bot_id);
  const last = fresh.at(-1);
  if (last) document.getElementById("spoken").textContent = `${seen.bot_name}: ${last.text}`;
}

export async function act(what, given) {
  const result = await post(`/page/act/${what}`, given);
  set({ trouble: result.ok ? "" : result.why });
  await look();
  return result;
}

// Goes elsewhere: what was seen here is not shown there, not even for the moment until the answer comes.
export async function go(changes) {
  const elsewhere = ["person", "place", "thread"].some((each) => each in changes && changes[each] !== state[each]);
  const { seen } = state;
  const kept = changes.place || changes.person ? [] : seen?.messages;
  set({ ...changes, seen: seen && elsewhere ? { ...seen, messages: kept, thread: [] } : seen });
  await look();
}

// Panels remember who opened them, so that the keyboard comes back to where it was.
export async function open(side, changes = {}) {
  opener = document.activeElement;
  await go({ side, facts: null, trouble: "", ...changes });
  document.getElementById("side-title")?.focus();
}

export function close() {
  set({ side: "", thread: "", facts: null });
  if (opener?.isConnected) opener.focus();
}

// A log stays at its newest message, unless somebody has scrolled up to read. Made anew at each drawing, as a `ref` that
// stays the same is called only once.
export const newest = () => ({
  ref: (box) => { if (box && !box.dataset.away) box.scrollTop = box.scrollHeight; },
  onScroll: ({ target }) => {
    if (target.scrollHeight - target.scrollTop - target.clientHeight > 80) target.dataset.away = "yes";
    else delete target.dataset.away;
  },
});

export const name = (id) => (id === "USLACKBOT" ? "Slackbot" : state.seen.people[id]?.name ?? id);
