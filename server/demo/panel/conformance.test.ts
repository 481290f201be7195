import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CapturedVersion, captures } from "@/server/integrations/remnawave/testing/captures";
import type { DemoPanel } from "./index";
import { DEMO_TOKEN, startTestPanel } from "./testing";

/** The moment of the captures, so that their dates mean what they meant. */
const NOW = Date.parse("2026-11-22T14:23:40.000Z");
const HOST = "https://127.0.0.1:3901/api/sub";

/**
 * Captured requests in the order in which they make sense. After `@` the user they are about when it is not
 * the captured one; `!name` is a preparation.
 */
const PLAY: Record<CapturedVersion, string[]> = {
  "3.3.2": [
    "user-create",
    "user-create-minimal",
    "user-create-past-expire",
    "user-create-limited-status",
    "user-create-bad-username-ERR",
    "user-create-bad-tag-email-ERR",
    "user-create-long-username-ERR",
    "user-create-no-expire-ERR",
    "user-create-unknown-squad-ERR",
    "user-create-float-traffic-ERR",
    "user-create-duplicate-username-ERR",
    "user-create-duplicate-shortuuid-ERR",
    "user-get-by-id",
    "user-get-by-username",
    "user-get-by-short-uuid",
    "user-get-by-id-404-ERR",
    "user-resolve",
    "user-update",
    "user-update-by-username",
    "user-update-by-wrong-username-ERR",
    "user-update-noid-ERR",
    "user-update-past-expire-ERR",
    "user-update-status-EXPIRED-ERR",
    "user-update-telegramid-string-ERR",
    "user-disable",
    "user-disable-again-ERR",
    "user-enable",
    "user-extend",
    "user-reset-traffic",
    "user-revoke-subscription",
    "user-revoke-only-passwords",
    "user-accessible-nodes",
    "user-metadata-put",
    "user-metadata-get",
    "users-by-telegram-2x-route-ERR",
    "users-list",
    "users-list-size-1001-ERR",
    "users-list-filter-telegramId",
    "users-stream",
    "users-stream-by-telegramId",
    "users-stream-by-email",
    "users-tags",
    "hwid-create",
    "hwid-create-duplicate-ERR",
    "hwid-user-devices",
    "hwid-devices-list",
    "hwid-delete",
    "hwid-delete-all",
    "internal-squads-list",
    "internal-squad-accessible-nodes",
    "external-squads-list",
    "nodes-list",
    "node-get",
    "system-metadata",
    "system-configuration",
    "system-stats",
    "system-health",
    "bandwidth-nodes",
    "bandwidth-nodes-realtime",
    "tokens-list-with-api-token-ERR",
    "sub-info",
    "sub-404-ERR",
    "bulk-update",
    "bulk-update-501-ERR",
    "bulk-update-squads",
    "bulk-extend",
    "!expire",
    "user-get-expired",
    "user-extend-expired@past_exp",
    "user-extend-limited@lim_stat",
    "bulk-reset",
    "bulk-revoke",
    "bulk-delete",
    "user-delete@bob_min",
    "!deleted-token",
    "deleted-token-ERR",
  ],
  "2.8.1": [
    "user-create",
    "user-create-bad-username-ERR",
    "user-create-duplicate-username-ERR",
    "user-get-by-id",
    "user-get-by-uuid",
    "user-get-by-uuid-404-ERR",
    "user-get-by-username",
    "users-by-email",
    "users-by-tag",
    "users-by-telegram-id",
    "users-by-telegram-id-none",
    "user-update",
    "user-disable",
    "user-enable",
    "user-reset-traffic",
    "user-revoke",
    "hwid-create",
    "hwid-user-devices",
    "hwid-delete",
    "hwid-delete-all",
    "bulk-update",
    "bulk-extend",
    "users-list",
    "users-list-size-1001-ERR",
    "users-stream",
    "internal-squads-list",
    "external-squads-list",
    "nodes-list",
    "system-metadata",
    "system-configuration-404-ERR",
    "system-stats",
    "bandwidth-nodes",
    "user-delete@shop_alice",
  ],
};

/** Keys and types. Null fits anything, and so does an empty list; a list has the shape of its first item. */
function shape(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.length === 0 ? [] : [shape(value[0])];
  if (typeof value !== "object") return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]));
}

function differences(real: unknown, ours: unknown, at = "$"): string[] {
  if (real === null || ours === null) return [];
  if (Array.isArray(real) && Array.isArray(ours)) {
    return real.length > 0 && ours.length > 0 ? differences(real[0], ours[0], `${at}[]`) : [];
  }
  if (typeof real !== "object" || typeof ours !== "object") {
    return real === ours ? [] : [`${at}: ${JSON.stringify(real)} but ours ${JSON.stringify(ours)}`];
  }
  const [left, right] = [real as Record<string, unknown>, ours as Record<string, unknown>];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((key) => {
    if (!(key in left)) return [`${at}.${key}: only ours`];
    if (!(key in right)) return [`${at}.${key}: missing`];
    return differences(left[key], right[key], `${at}.${key}`);
  });
}

for (const version of ["3.3.2", "2.8.1"] as const) {
  describe(`the demo panel answers as ${version} did`, () => {
    let panel: DemoPanel;
    let now = NOW;
    const tape = captures(version);

    beforeAll(async () => {
      panel = await startTestPanel({ version, now: () => now, publicSubBase: HOST });
      await panel.seedUsers([{ id: 1, username: "first", expireAt: NOW + 86_400_000 }]);
    });
    afterAll(() => panel.stop());

    const ask = async (method: string, path: string, body?: string | null) => {
      const response = await fetch(panel.url + path, {
        method,
        headers: {
          authorization: `Bearer ${DEMO_TOKEN}`,
          "x-forwarded-proto": "https",
          "x-forwarded-for": "1.2.3.4",
          ...(body ? { "content-type": "application/json" } : {}),
        },
        body: body ?? undefined,
      });
      return { status: response.status, text: await response.text() };
    };
    type Known = { id: number; uuid?: string; shortUuid: string };
    const lookUp = async (name: string): Promise<Known | null> => {
      const { status, text } = await ask("GET", `/__demo/users/${name}`);
      return status === 200 ? (JSON.parse(text).response as Known) : null;
    };

    it.each(PLAY[version])("%s", async (step) => {
      if (step === "!expire") {
        await panel.runJobs();
        return;
      }
      if (step === "!deleted-token") {
        panel.setMood("deleted-token");
        return;
      }
      now += 10;
      const [name = "", about = "shop_alice"] = step.split("@");
      const capture = tape[name];
      if (!capture) throw new Error(`There is no capture ${name}`);
      const user = await lookUp(about);
      const limited = await lookUp("lim_stat");
      /** Ids, links and squads of the captured panel → ours. */
      const ours = (text: string) =>
        text
          .replaceAll(/gEXcofBpMDMo5vjK|v66QW1FKLH6TjHb5/g, user?.shortUuid ?? "gEXcofBpMDMo5vjK")
          .replaceAll(
            /fd71f9e4-0123-40a6-91dd-17a9466d644c|3dfa735c-018a-4ece-8697-602b59e30428/g,
            user?.uuid ?? "-",
          )
          .replaceAll(
            "1561103d-1f93-4f49-92c5-6b0c4b6a4172",
            "f3564679-f6f3-411f-a9bd-bad0e7faef80",
          )
          .replace(/(?<=^\/api\/users\/)\d{1,5}(?=\/|$)/, String(user?.id))
          .replace(/(?<="userIds":\[)6(?=\])/, String(limited?.id ?? 6));
      const path = ours(capture.path);
      const body = capture.body === null ? null : ours(JSON.stringify(capture.body));
      const answer = await ask(capture.method, path, body);

      expect(answer.status).toBe(capture.status);
      if (capture.response === "") {
        expect(answer.text).toBe("");
        return;
      }
      const real: unknown = JSON.parse(ours(capture.response));
      const mine: unknown = JSON.parse(answer.text);
      if (capture.status >= 400) {
        const still = { timestamp: "-", path };
        const withoutTime = (value: unknown) =>
          typeof value === "object" && value && "timestamp" in value
            ? { ...value, ...still }
            : value;
        expect(withoutTime(mine)).toEqual(withoutTime(real));
      } else {
        expect(differences(shape(real), shape(mine))).toEqual([]);
      }
    });
  });
}
