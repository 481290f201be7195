import { createHash } from "node:crypto";
import type { Ctx } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { readSettings } from "@/server/core/settings";
import { createCryptoPay } from "@/server/integrations/crypto-pay";
import { toDecimal } from "@/server/rules/money";
import { isTonAddress, looksLikeTrc20 } from "@/server/rules/payout-details";
import { payoutCryptoSettings } from "../settings";
import { definePayoutMethod, type FindOutcome, type SendOutcome } from "./contract";

const wrong = (code: string, message: string) =>
  new AppError("validation", code, message, { field: "address" });

/** Names by which Crypto Pay says that its app has too little; more can be put in, and asked again. */
const NO_FUNDS = /NOT_ENOUGH_COINS|INSUFFICIENT|BALANCE/i;

async function open(ctx: Ctx) {
  const settings = await readSettings(ctx, payoutCryptoSettings);
  return { ready: settings.enabled && settings.token !== "", api: createCryptoPay(settings) };
}

/** The transfer made for a payout, if there is one: `spend_id` is the payout's id. */
async function find(ctx: Ctx, { id }: { id: string }): Promise<FindOutcome> {
  const { api } = await open(ctx);
  const listed = await api.getTransfers({ spend_id: id });
  if (listed.kind !== "ok") return { kind: "unknown", reason: listed.reason };
  const made = listed.value.items.find(({ spend_id }) => spend_id === id);
  return made ? { kind: "sent", reference: String(made.transfer_id) } : { kind: "absent" };
}

/** USDT: through Crypto Pay to the partner's Telegram account, or by hand to an address on TRON or TON. */
export const crypto = definePayoutMethod({
  id: "crypto",
  label: { en: "USDT", ru: "USDT" },
  arrives: { en: "within 24 hours", ru: "в течение 24 часов" },
  currency: "USDT",
  instant: false,
  rules: ({ cryptoEnabled, cryptoMinimum, cryptoFeeBp }) => ({
    enabled: cryptoEnabled,
    minimum: BigInt(cryptoMinimum),
    feeBp: cryptoFeeBp,
  }),

  checkDetails(details, payee) {
    const { network, address } = details;
    if (network === "cryptobot") {
      if (payee.telegramId === null) {
        throw wrong(
          "payout_no_telegram",
          "Open the shop's bot in Telegram first, or choose TRC20 or TON and enter an address.",
        );
      }
      return { ...details, address: "" };
    }
    if (address === "") {
      throw wrong("payout_address_empty", "Enter the USDT address the money is to be sent to.");
    }
    if (network === "trc20" && !isTrc20(address)) {
      throw wrong(
        "payout_address_trc20",
        "This is not a TRC20 address. It begins with T and has 34 characters: copy it from your wallet.",
      );
    }
    if (network === "ton" && !isTonAddress(address)) {
      throw wrong(
        "payout_address_ton",
        "This is not a TON address. It begins with EQ or UQ and has 48 characters: copy it from your wallet.",
      );
    }
    return details;
  },

  hide: ({ network, address }) =>
    network === "cryptobot"
      ? "@CryptoBot"
      : `${network.toUpperCase()} ${address.slice(0, 4)}…${address.slice(-4)}`,

  provider: {
    async sends(ctx, { network }) {
      return network === "cryptobot" && (await open(ctx)).ready;
    },

    async send(ctx, { id, payee, money, again }): Promise<SendOutcome> {
      const { ready, api } = await open(ctx);
      if (!ready) return { kind: "no_funds", reason: "Crypto Pay is not set up for payouts" };
      if (payee.telegramId === null) return { kind: "refused", reason: "no Telegram account" };
      if (again) {
        const made = await find(ctx, { id });
        if (made.kind !== "absent") return made;
      }
      const answer = await api.transfer({
        user_id: Number(payee.telegramId),
        asset: money.currency,
        amount: toDecimal(money),
        spend_id: id,
      });
      if (answer.kind === "ok") {
        return { kind: "sent", reference: String(answer.value.transfer_id) };
      }
      if (answer.kind === "unreachable") return { kind: "unknown", reason: answer.reason };
      // An earlier request with this id may be what it is refused for.
      const made = await find(ctx, { id });
      if (made.kind !== "absent") return made;
      return { kind: NO_FUNDS.test(answer.reason) ? "no_funds" : "refused", reason: answer.reason };
    },

    find,
  },
});

/** For the settings page: says whether the app answers, and what it holds. */
export async function askCryptoPay(ctx: Ctx): Promise<{ ok: boolean; message: string }> {
  const { ready, api } = await open(ctx);
  if (!ready) return { ok: false, message: "Switch payouts on and set the API token first." };
  const me = await api.getMe();
  if (me.kind !== "ok") return { ok: false, message: me.reason };
  const held = await api.getBalance();
  if (held.kind !== "ok") return { ok: false, message: held.reason };
  const usdt = held.value.find(({ currency_code }) => currency_code === "USDT");
  return { ok: true, message: `The app ${me.value.name} holds ${usdt?.available ?? "0"} USDT` };
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const sha256 = (data: Uint8Array) => createHash("sha256").update(data).digest();

/** Base58Check of 21 bytes that begin with 0x41. */
function isTrc20(address: string): boolean {
  if (!looksLikeTrc20(address)) return false;
  const number = [...address].reduce((n, letter) => n * 58n + BigInt(ALPHABET.indexOf(letter)), 0n);
  const bytes = Buffer.from(number.toString(16).padStart(50, "0"), "hex");
  const sum = sha256(sha256(bytes.subarray(0, 21)));
  return bytes.length === 25 && bytes[0] === 0x41 && bytes.subarray(21).equals(sum.subarray(0, 4));
}
