import { describe, expect, it } from "vitest";
import { hmacSha256Hex } from "@/server/core/crypto";
import { capturedWebhooks, CAPTURED_WEBHOOK_SECRET as SECRET } from "./testing/captures";
import { parsePanelWebhook, verifyPanelSignature } from "./webhook";

const all = (["3.3.2", "2.8.1"] as const).flatMap((version) =>
  Object.entries(capturedWebhooks(version)).map(
    ([name, hook]) => [`${version} ${name}`, hook] as const,
  ),
);
const signed = all.filter(([, hook]) => hook.signature !== null);
const bytes = (text: string) => new TextEncoder().encode(text);

describe("verifyPanelSignature", () => {
  it.each(signed)("%s verifies, and with one bit flipped does not", (_name, hook) => {
    const raw = bytes(hook.rawBody);
    expect(verifyPanelSignature(SECRET, raw, hook.signature)).toBe(true);
    for (const index of [0, Math.floor(raw.length / 2), raw.length - 1]) {
      const forged = raw.slice();
      forged[index] = (forged[index] ?? 0) ^ 1;
      expect(verifyPanelSignature(SECRET, forged, hook.signature)).toBe(false);
    }
    const flipped = `${hook.signature?.slice(0, -1)}${hook.signature?.endsWith("0") ? "1" : "0"}`;
    expect(verifyPanelSignature(SECRET, raw, flipped)).toBe(false);
  });

  it("fails closed without a secret or a signature", () => {
    const raw = bytes("{}");
    const unkeyed = hmacSha256Hex("", raw);
    expect(verifyPanelSignature("", raw, unkeyed)).toBe(false);
    expect(verifyPanelSignature(undefined, raw, unkeyed)).toBe(false);
    expect(verifyPanelSignature(SECRET, raw, null)).toBe(false);
    expect(verifyPanelSignature(SECRET, raw, "")).toBe(false);
  });
});

describe("parsePanelWebhook", () => {
  it.each(all)("%s is read whole", (_name, { rawBody }) => {
    const raw = JSON.parse(rawBody);
    const hook = parsePanelWebhook(bytes(rawBody));
    expect(hook).toMatchObject({
      scope: raw.scope,
      event: raw.event,
      timestamp: new Date(raw.timestamp),
      meta: raw.meta ?? {},
    });
    if (raw.scope === "user") expect(hook?.user?.id).toBe(BigInt(raw.data.id));
    if (raw.scope === "user_hwid_devices") {
      expect(hook?.user?.id).toBe(BigInt(raw.data.user.id));
      expect(hook?.device?.hwid).toBe(raw.data.hwidUserDevice.hwid);
    }
    if (raw.scope === "node") expect(hook?.node?.uuid).toBe(raw.data.uuid);
    expect(JSON.stringify(hook?.data)).not.toMatch(
      /"(password|trojanPassword|vlessUuid|ssPassword|privateKey|rawInbound|subscriptionUrl)"/,
    );
  });

  it("drops the password somebody typed", () => {
    const { rawBody } = capturedWebhooks("3.3.2")["service.login_attempt_failed"] ?? {
      rawBody: "",
    };
    expect(rawBody).toContain("WrongPassword");
    const hook = parsePanelWebhook(rawBody);
    expect(JSON.stringify(hook)).not.toContain("WrongPassword");
    expect(hook?.data).toMatchObject({ loginAttempt: { username: "superadmin" } });
  });

  it.each([
    ["user.expires_in_72_hours", -72],
    ["user.expires_in_48_hours", -48],
    ["user.expires_in_24_hours", -24],
    ["user.expired_24_hours_ago", 24],
  ])("maps the old name %s", (event, expiration) => {
    const data = JSON.parse(capturedWebhooks("2.8.1")["user.created"]?.rawBody ?? "{}").data;
    const body = JSON.stringify({ event, timestamp: "2026-01-01T00:00:00.000Z", data });
    expect(parsePanelWebhook(body)).toMatchObject({
      scope: "user",
      event: "user.expiration",
      meta: { expiration },
      user: { username: "shop_alice" },
    });
  });

  it.each(["", "not json", "[]", "{}", '{"event":"user.created"}'])("refuses %j", (body) => {
    expect(parsePanelWebhook(body)).toBeNull();
  });

  it("keeps an event whose user it cannot read as a hint", () => {
    const body =
      '{"scope":"user","event":"user.new_thing","timestamp":"2026-01-01T00:00:00Z","data":{"id":1}}';
    expect(parsePanelWebhook(body)).toMatchObject({
      event: "user.new_thing",
      user: null,
      data: { id: 1 },
    });
  });
});
