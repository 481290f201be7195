import { afterAll, afterEach, describe, expect, it } from "vitest";
import { startCryptoPay } from "@/server/testing/gateways/crypto-pay";
import { createCryptoPay } from ".";

const double = await startCryptoPay();
const api = createCryptoPay({
  baseUrl: `${double.baseUrl}/`,
  token: String(double.settings.token),
});
afterEach(() => {
  double.setMood("ok");
  double.setBalance("1000");
});
afterAll(() => double.stop());

const transfer = (spend_id: string, amount = "10.00") =>
  api.transfer({ user_id: 7, asset: "USDT", amount, spend_id });

describe("transfer", () => {
  it("is made once for an id, and is found by it", async () => {
    expect(await transfer("pyt_1")).toMatchObject({ kind: "ok", value: { spend_id: "pyt_1" } });
    expect(await transfer("pyt_1")).toEqual({
      kind: "refused",
      reason: "HTTP 400 SPEND_ID_ALREADY_USED",
    });
    const found = await api.getTransfers({ spend_id: "pyt_1" });
    expect(found).toMatchObject({ kind: "ok", value: { items: [{ amount: "10.00" }] } });
  });

  it("is not known to have been made when no answer came, and is there when asked for", async () => {
    double.setMood("timeout-after-create");
    expect(await transfer("pyt_2")).toMatchObject({ kind: "unreachable" });
    const found = await api.getTransfers({ spend_id: "pyt_2" });
    expect(found).toMatchObject({ kind: "ok", value: { items: [{ spend_id: "pyt_2" }] } });
  });

  it("tells too little money from a bad day", async () => {
    double.setBalance("1");
    expect(await transfer("pyt_3")).toEqual({
      kind: "refused",
      reason: "HTTP 400 NOT_ENOUGH_COINS",
    });
    double.setMood("500");
    expect(await transfer("pyt_3")).toEqual({ kind: "unreachable", reason: "HTTP 503" });
    expect(double.transfers().map(({ spend_id }) => spend_id)).not.toContain("pyt_3");
  });
});

it("reads what the app holds and is called", async () => {
  expect(await api.getBalance()).toMatchObject({ value: [{ currency_code: "USDT" }] });
  expect(await api.getMe()).toMatchObject({ value: { name: "Double" } });
});

it("says nothing of the token when nobody is there", async () => {
  const gone = createCryptoPay({ baseUrl: "http://127.0.0.1:1", token: "9:secret" });
  const answer = await gone.getMe();
  expect(answer.kind).toBe("unreachable");
  expect(JSON.stringify(answer)).not.toContain("secret");
});
