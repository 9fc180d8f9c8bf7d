// Runs the Slack of npm's `emulate` on a free port and prints, as one line of JSON, how to reach it.
// Arguments: the address that takes events, the signing secret. It stops when its standard input ends.
//
// The version is pinned in package.json: its Slack has no way to subscribe an app to events from outside, so the
// address is put in where the service registers its routes.

import { readdir } from "node:fs/promises";
import { createServer } from "node:net";
import { createEmulator } from "emulate";

const [events, secret] = process.argv.slice(2);
const dist = new URL("./node_modules/emulate/dist/", import.meta.url);

async function slackPlugin() {
  for (const name of (await readdir(dist)).filter((each) => /^dist-\w+\.js$/.test(each))) {
    const found = await import(new URL(name, dist));
    if (found.slackPlugin) return found.slackPlugin;
  }
  throw new Error("This version of emulate has no Slack that we know how to subscribe to.");
}

const plugin = await slackPlugin();
const register = plugin.register.bind(plugin);
plugin.register = (app, store, webhooks, ...rest) => {
  const done = register(app, store, webhooks, ...rest);
  webhooks.register({ url: events, active: true, events: ["*"], owner: "slack" });
  return done;
};

function freePort() {
  return new Promise((found) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}

const port = await freePort();
const emulator = await createEmulator({
  service: "slack",
  port,
  seed: {
    tokens: { "xoxb-practice-bot": { login: "takefive" }, "xoxp-practice-ana": { login: "ana" } },
    slack: {
      signing_secret: secret,
      users: [{ name: "ana" }, { name: "ben" }, { name: "takefive" }],
      channels: [{ name: "snippets" }],
      tokens: [
        { token: "xoxb-practice-bot", type: "bot", user: "takefive" },
        { token: "xoxp-practice-ana", type: "user", user: "ana" },
      ],
    },
  },
});
console.log(JSON.stringify({ url: `http://127.0.0.1:${port}/` }));
process.stdin.resume();
process.stdin.on("end", async () => {
  await emulator.close();
  process.exit(0);
});
