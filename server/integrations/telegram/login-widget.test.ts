import { createHash, createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { readLoginWidget } from "./login-widget";

const TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw";
const person = { id: 279058397, first_name: "Ann", username: "ann", auth_date: 1_795_000_000 };

/** As Telegram's documentation says it. */
function signed(fields: Record<string, string | number>, token = TOKEN) {
  const lines = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .sort();
  const key = createHash("sha256").update(token).digest();
  const hash = createHmac("sha256", key).update(lines.join("\n")).digest("hex");
  return { ...fields, hash };
}

it("believes the bot's signature over all fields, unknown ones too", () => {
  const data = signed({ ...person, photo_url: "https://t.me/i/a.jpg", something_new: "x" });
  expect(readLoginWidget(data, TOKEN)).toEqual({
    telegramId: 279058397n,
    signedAt: new Date(1_795_000_000_000),
    signature: data.hash,
  });
});

it.each<[string, unknown]>([
  ["another person's id", { ...signed(person), id: 1 }],
  ["a later date", { ...signed(person), auth_date: 1_795_000_001 }],
  ["one more field", { ...signed(person), last_name: "B" }],
  ["another bot's signature", signed(person, "1:other")],
  ["no signature", person],
  ["no person", signed({ first_name: "Ann", auth_date: 1 })],
  ["an object in a field", { ...signed(person), extra: { a: 1 } }],
  ["a text that could be read as another field", signed({ ...person, first_name: "Ann\nid=1" })],
  ["a name that could be read as another field", signed({ ...person, "x=1\nusername": "bob" })],
  ["nothing", null],
  ["a text", "hash=abc"],
])("refuses %s", (_what, data) => {
  expect(readLoginWidget(data, TOKEN)).toBeNull();
});
