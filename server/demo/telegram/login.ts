import { createHash, createHmac } from "node:crypto";
import type { Telegram } from "./context";
import { nowSeconds } from "./context";
import type { Person } from "./types";

/** What the Login Widget leads back with, signed by the bot's token as of now: base64url of JSON. */
export function loginAnswer(telegram: Telegram, person: Person): string {
  const { id, firstName, lastName, username } = person;
  const fields = {
    id,
    first_name: firstName,
    ...(lastName && { last_name: lastName }),
    ...(username && { username }),
    auth_date: nowSeconds(),
  };
  const lines = Object.entries(fields).map(([name, value]) => `${name}=${value}`);
  const key = createHash("sha256").update(telegram.token).digest();
  const hash = createHmac("sha256", key).update(lines.sort().join("\n")).digest("hex");
  return Buffer.from(JSON.stringify({ ...fields, hash })).toString("base64url");
}
