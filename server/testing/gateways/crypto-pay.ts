import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { hmacSha256Hex } from "@/server/core/crypto";
import type { GatewayDouble, SentWebhook } from "./contract";
import { startHttpDouble } from "./http-double";

const wanted = z.object({
  currency_type: z.enum(["fiat", "crypto"]),
  fiat: z.string().optional(),
  asset: z.string().optional(),
  amount: z.string().regex(/^\d+(\.\d+)?$/),
  payload: z.string().max(4096),
  description: z.string().max(1024),
  expires_in: z.number().int().min(1).max(2_678_400),
});
const query = z.object({
  invoice_ids: z.string().optional(),
  offset: z.number().int().min(0).default(0),
  count: z.number().int().min(1).max(1000).default(100),
});
const wantedTransfer = z.object({
  user_id: z.number().int(),
  asset: z.string(),
  amount: z.string().regex(/^\d+(\.\d+)?$/),
  spend_id: z.string().min(1).max(64),
});
type Transfer = z.output<typeof wantedTransfer> & { transfer_id: number; status: string };
/** Also what pays out: money that left, by the id it was asked for with. */
type CryptoPayDouble = GatewayDouble & { transfers(): Transfer[]; setBalance(usdt: string): void };
type Invoice = z.output<typeof wanted> & { invoice_id: number; status: string } & Record<
    string,
    unknown
  >;

/** Crypto Pay: no idempotency key, invoices listed newest first, webhooks signed with the token's hash. */
export const startCryptoPay = async (): Promise<CryptoPayDouble> => {
  const token = `${randomBytes(3).readUIntBE(0, 3)}:${randomBytes(12).toString("hex")}`;
  const invoices: Invoice[] = [];
  const transfers: Transfer[] = [];
  const sent: SentWebhook[] = [];
  let balance = "1000";

  const result = (value: unknown) => ({ body: { ok: true, result: value } });
  const error = (code: number, name: string) => ({
    status: code,
    body: { ok: false, error: { code, name } },
  });

  const http = await startHttpDouble({
    refusal: error(400, "AMOUNT_TOO_SMALL"),
    isCreation: ({ path }) => path === "/api/createInvoice" || path === "/api/transfer",
    handle: ({ path, headers, text }) => {
      if (headers.get("crypto-pay-api-token") !== token) return error(401, "UNAUTHORIZED");
      const params: unknown = JSON.parse(text);
      if (path === "/api/getMe") return result({ app_id: 7, name: "Double" });
      if (path === "/api/createInvoice") {
        const invoice: Invoice = {
          ...wanted.parse(params),
          invoice_id: 1000 + invoices.length,
          status: "active",
          bot_invoice_url: `https://t.me/CryptoBot?start=IV${invoices.length}`,
          created_at: new Date().toISOString(),
        };
        invoices.unshift(invoice);
        return result(invoice);
      }
      if (path === "/api/getInvoices") {
        const { invoice_ids, offset, count } = query.parse(params);
        const ids = invoice_ids?.split(",");
        const listed = invoices.filter(({ invoice_id }) => ids?.includes(`${invoice_id}`) ?? true);
        return result({ items: listed.slice(offset, offset + count) });
      }
      if (path === "/api/transfer") {
        const made = wantedTransfer.parse(params);
        if (transfers.some(({ spend_id }) => spend_id === made.spend_id)) {
          return error(400, "SPEND_ID_ALREADY_USED");
        }
        if (Number(made.amount) > Number(balance)) return error(400, "NOT_ENOUGH_COINS");
        const transfer = { ...made, transfer_id: 1 + transfers.length, status: "completed" };
        transfers.push(transfer);
        return result(transfer);
      }
      if (path === "/api/getTransfers") {
        const { spend_id } = z.object({ spend_id: z.string().optional() }).parse(params);
        const items = transfers.filter((one) => !spend_id || one.spend_id === spend_id);
        return result({ items });
      }
      if (path === "/api/getBalance") {
        return result([{ currency_code: "USDT", available: balance, onhold: "0" }]);
      }
      return error(404, "METHOD_NOT_FOUND");
    },
  });

  function change(externalId: string, values: Partial<Invoice>): Invoice {
    const invoice = invoices.find(({ invoice_id }) => String(invoice_id) === externalId);
    if (!invoice) throw new Error(`The double has no invoice ${externalId}`);
    return Object.assign(invoice, values);
  }

  return {
    baseUrl: http.baseUrl,
    settings: { enabled: true, token, baseUrl: http.baseUrl },
    async pay(externalId, received) {
      const fiat = change(externalId, {}).currency_type === "fiat";
      const invoice = change(externalId, {
        status: "paid",
        ...(received && {
          amount: received.decimal,
          [fiat ? "fiat" : "asset"]: received.currency,
        }),
      });
      const rawBody = Buffer.from(
        JSON.stringify({ update_id: 1, update_type: "invoice_paid", payload: invoice }),
      );
      const key = createHash("sha256").update(token).digest();
      const headers = new Headers({ "crypto-pay-api-signature": hmacSha256Hex(key, rawBody) });
      sent.push({ rawBody, headers, address: "203.0.113.7" });
    },
    async fail(externalId) {
      change(externalId, { status: "expired" });
    },
    async refund() {
      throw new Error("Crypto Pay does not refund");
    },
    takeWebhooks: () => sent.splice(0),
    setMood: http.setMood,
    created: () => invoices.length,
    transfers: () => [...transfers],
    setBalance: (usdt) => {
      balance = usdt;
    },
    stop: http.stop,
  };
};
