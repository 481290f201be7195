import { expect, test } from "vitest";
import en from "@/server/i18n/messages/en/notifications.json";
import ru from "@/server/i18n/messages/ru/notifications.json";
import { pageOfCallback, plainText } from "./channels/letter";
import { renderNotification } from "./render";
import { type NotificationTypeId, notificationTypes } from "./types";

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

test("every message has a subject for letters, in both languages", () => {
  for (const type of Object.keys(notificationTypes) as NotificationTypeId[]) {
    for (const words of [en, ru]) expect(words[type].subject, type).toMatch(/^[^{<]{5,60}$/);
  }
});

test("a letter says the same without tags, escapes and the picture in front", () => {
  expect(plainText("⏸ Your <b>Pro &amp; &lt;more&gt;</b> is ready")).toBe(
    "Your Pro & <more> is ready",
  );
  expect(plainText("↩️ 5 € for order 7")).toBe("5 € for order 7");
  expect(plainText("ℹ️ 12 days")).toBe("12 days");
});

test("every button of the bot in a message has its page in the cabinet", () => {
  const data = { subscriptionId: "sub_1", status: "active" };
  for (const [type, { buttons }] of Object.entries(notificationTypes)) {
    const all = (buttons as ((d: object) => { callback?: string }[]) | undefined)?.(data) ?? [];
    for (const { callback } of all) {
      if (callback) expect(pageOfCallback(callback), type).toMatch(/^\/miniapp\/\w/);
    }
  }
  expect(pageOfCallback("constructor:1")).toBe("/miniapp");
});
