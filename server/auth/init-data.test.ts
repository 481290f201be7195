import { sign } from "@tma.js/init-data-node";
import { describe, expect, it } from "vitest";
import { verifyInitData } from "./init-data";

/** The sample of the Mini Apps documentation. */
const TOKEN = "5768337691:AAH5YkoiEuPk8-FZa32hStHTqXiLPtAEhx8";
const SAMPLE =
  "query_id=AAHdF6IQAAAAAN0XohDhrOrc&user=%7B%22id%22%3A279058397%2C%22first_name%22%3A%22Vladislav%22%2C%22last_name%22%3A%22Kibenko%22%2C%22username%22%3A%22vdkfrost%22%2C%22language_code%22%3A%22ru%22%2C%22is_premium%22%3Atrue%7D&auth_date=1662771648&hash=c501b71e775f74ce10e377dea85a7ea24ecd640b223ea86dfe453e0eaed2e2b2";
const SIGNED_AT = new Date(1662771648_000);
const hoursLater = (hours: number) => new Date(SIGNED_AT.getTime() + hours * 3_600_000);

describe("verifyInitData", () => {
  it("believes the bot's own signature for a day", () => {
    const { user } = verifyInitData(SAMPLE, TOKEN, hoursLater(23.9));
    expect(user).toMatchObject({ id: 279058397, username: "vdkfrost", language_code: "ru" });
  });

  it("refuses a launch older than 24 hours and one from the future", () => {
    for (const now of [hoursLater(24.1), hoursLater(-1)]) {
      expect(() => verifyInitData(SAMPLE, TOKEN, now)).toThrow(
        expect.objectContaining({ kind: "unauthenticated", code: "init_data_expired" }),
      );
    }
  });

  it.each([
    ["another person's id", SAMPLE.replace("279058397", "279058398")],
    ["a later date", SAMPLE.replace("1662771648", "1662771649")],
    ["no hash", SAMPLE.replace(/&hash=.*/, "")],
    ["nothing", ""],
    ["another hash before the right one", `hash=${"0".repeat(64)}&${SAMPLE}`],
    ["another hash after the right one", `${SAMPLE}&hash=${"0".repeat(64)}`],
    [
      "the hash in capitals",
      SAMPLE.replace(/hash=.*/, (hash) => `hash=${hash.slice(5).toUpperCase()}`),
    ],
    ["two fields told as one", SAMPLE.replace("&user=", "%0Auser%3D")],
    ["a person told twice", `${SAMPLE}&user=%7B%22id%22%3A1%7D`],
    ["nonsense", "%%%=&&&"],
  ])("refuses a forgery: %s", (_what, raw) => {
    expect(() => verifyInitData(raw, TOKEN, hoursLater(1))).toThrow(
      expect.objectContaining({ kind: "unauthenticated", code: "init_data_invalid" }),
    );
  });

  it("refuses another bot's signature", () => {
    expect(() => verifyInitData(SAMPLE, "1:other", hoursLater(1))).toThrow(
      expect.objectContaining({ code: "init_data_invalid" }),
    );
  });

  it("refuses signed data without a person", () => {
    const raw = sign({ user: undefined, signature: "" } as never, TOKEN, SIGNED_AT);
    expect(() => verifyInitData(raw, TOKEN, hoursLater(1))).toThrow(
      expect.objectContaining({ code: "init_data_invalid" }),
    );
  });
});
