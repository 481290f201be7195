import { expect, test } from "vitest";
import { renderNotification } from "./render";

const DATA = { subscriptionId: "sub_1", plan: "Pro", expiresAt: "2026-12-23T10:00:00.000Z" };

test("a day ends a sentence with one full stop, in both languages", () => {
  for (const type of [
    "subscription_ready",
    "subscription_renewed",
    "subscription_changed",
  ] as const) {
    expect(renderNotification(type, DATA, "ru").html).toMatch(/23 декабря 2026\.(?!\.)/);
    expect(renderNotification(type, DATA, "en").html).toMatch(/December 23, 2026\.(?!\.)/);
  }
});
