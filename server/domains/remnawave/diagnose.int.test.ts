import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { provideEnv } from "@/server/core/env";
import { DEMO_SECRET, DEMO_TOKEN } from "@/server/demo/panel/testing";
import { panelShop } from "@/server/testing/panel-shop";
import { diagnoseConnection, getPanelState, listNodes, listSquads, pollNodes } from ".";

const { ctx, panel } = await panelShop();

afterEach(() => {
  panel.setMood("ok");
  provideEnv({
    REMNAWAVE_HOST: panel.url,
    REMNAWAVE_TOKEN: DEMO_TOKEN,
    REMNAWAVE_WEBHOOK_SECRET: DEMO_SECRET,
  });
});

const failing = async () => {
  const { steps } = await diagnoseConnection(ctx);
  const step = steps.find(({ state }) => state === "failed");
  return step && [step.step, step.code];
};

it("finds nothing wrong with a good connection", async () => {
  const { ok, steps } = await diagnoseConnection(ctx);
  expect(ok).toBe(true);
  expect(steps.map(({ step, code }) => `${step}:${code}`)).toEqual([
    "configured:configured",
    "address:connected",
    "token:token_accepted",
    "version:supported",
    "scopes:sufficient",
    "configuration:webhooks_on",
    "webhooks:none_yet",
  ]);
});

it("names a missing configuration", async () => {
  provideEnv({ REMNAWAVE_HOST: "", REMNAWAVE_TOKEN: "", REMNAWAVE_WEBHOOK_SECRET: "" });
  expect(await failing()).toEqual(["configured", "not_configured"]);
});

it("names a wrong and a deleted token", async () => {
  provideEnv({ REMNAWAVE_TOKEN: "wrong" });
  expect(await failing()).toEqual(["token", "token_refused"]);
  provideEnv({ REMNAWAVE_TOKEN: DEMO_TOKEN });
  panel.setMood("deleted-token");
  expect(await failing()).toEqual(["token", "token_deleted_or_scope"]);
});

it("names what is wrong with the address", async () => {
  panel.setMood("outage");
  expect(await failing()).toEqual(["address", "connection_dropped"]);
  panel.setMood("ok");
  provideEnv({ REMNAWAVE_HOST: "http://nowhere.invalid" });
  expect(await failing()).toEqual(["address", "name_not_found"]);
  const other = createServer((_request, response) => response.end("<h1>Welcome to nginx</h1>"));
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  provideEnv({ REMNAWAVE_HOST: `http://127.0.0.1:${(other.address() as AddressInfo).port}` });
  expect(await failing()).toEqual(["address", "not_the_panel"]);
  other.closeAllConnections();
  await new Promise((resolve) => other.close(resolve));
  expect(await failing()).toEqual(["address", "connection_refused"]);
});

it("remembers nodes and squads with the time of the last good answer", async () => {
  expect(await listNodes(ctx)).toEqual({ value: null, asOf: null, stale: true });
  await pollNodes(ctx);
  const good = await listNodes(ctx);
  expect(good.stale).toBe(false);
  expect(good.value?.length).toBe(panel.nodes.length);
  expect(JSON.stringify(good.value)).not.toContain("privateKey");
  panel.setMood("outage");
  await pollNodes(ctx);
  expect(await listNodes(ctx)).toEqual({ ...good, stale: true });
  expect((await listSquads(ctx)).value?.internal.length).toBe(panel.internalSquads.length);
  expect(await getPanelState(ctx)).toMatchObject({ up: false, version: "3.3.2" });
  panel.setMood("ok");
  await pollNodes(ctx);
  expect(await getPanelState(ctx)).toMatchObject({ up: true, failure: null });
});
