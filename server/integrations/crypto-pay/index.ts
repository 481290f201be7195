import { z } from "zod";
import { type Answer, askJson } from "@/server/core/ask-json";

/** `refused`: Crypto Pay understood and did not do it; `reason` is its error's name. */
export type CryptoPayOutcome<T> =
  | { kind: "ok"; value: T }
  | { kind: "refused"; reason: string }
  | { kind: "unreachable"; reason: string };

export const cryptoPayInvoice = z.object({
  invoice_id: z.number().int(),
  status: z.enum(["active", "paid", "expired"]),
  currency_type: z.enum(["crypto", "fiat"]),
  asset: z.string().nullish(),
  fiat: z.string().nullish(),
  amount: z.string(),
  payload: z.string().nullish(),
  bot_invoice_url: z.string().nullish(),
  mini_app_invoice_url: z.string().nullish(),
  /** The address of older versions of the API. */
  pay_url: z.string().nullish(),
  created_at: z.string().nullish(),
});
export type CryptoPayInvoice = z.output<typeof cryptoPayInvoice>;

const transfer = z.object({
  transfer_id: z.number().int(),
  spend_id: z.string().nullish(),
  user_id: z.number().int(),
  asset: z.string(),
  amount: z.string(),
  status: z.string(),
});
const balance = z.object({ currency_code: z.string(), available: z.string() });
const app = z.object({ app_id: z.number().int(), name: z.string() });
const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export type NewInvoice = {
  amount: string;
  payload: string;
  description: string;
  expires_in: number;
  paid_btn_name?: "callback";
  paid_btn_url?: string;
} & ({ currency_type: "fiat"; fiat: string } | { currency_type: "crypto"; asset: string });

type InvoiceQuery = { invoice_ids?: string; offset?: number; count?: number };
/** `spend_id` is accepted once: a transfer asked for again with it is refused, and found by it. */
type NewTransfer = {
  user_id: number;
  asset: string;
  amount: string;
  spend_id: string;
  comment?: string;
};

/** The Crypto Pay API as far as it is used here: it translates calls and decides nothing. */
export function createCryptoPay({ baseUrl, token }: { baseUrl: string; token: string }) {
  async function call<T extends z.ZodType>(
    method: string,
    params: Record<string, unknown>,
    result: T,
  ): Promise<CryptoPayOutcome<z.output<T>>> {
    const answer = await askJson(`${baseUrl.replace(/\/+$/, "")}/api/${method}`, {
      headers: { "crypto-pay-api-token": token },
      post: JSON.stringify(params),
    });
    if (answer.kind !== "ok") return failed(answer);
    const { result: told } = z
      .object({ result: z.unknown() })
      .catch({ result: null })
      .parse(answer.body);
    const parsed = result.safeParse(told);
    return parsed.success
      ? { kind: "ok", value: parsed.data }
      : { kind: "unreachable", reason: "the answer could not be read" };
  }

  return {
    getMe: () => call("getMe", {}, app),
    createInvoice: (invoice: NewInvoice) => call("createInvoice", invoice, cryptoPayInvoice),
    getInvoices: (query: InvoiceQuery) => call("getInvoices", query, listOf(cryptoPayInvoice)),
    getBalance: () => call("getBalance", {}, z.array(balance)),
    transfer: (wanted: NewTransfer) => call("transfer", wanted, transfer),
    getTransfers: (query: { spend_id: string }) => call("getTransfers", query, listOf(transfer)),
  };
}

function failed(answer: Exclude<Answer, { kind: "ok" }>) {
  if (answer.kind === "unreachable") return answer;
  const error = z.object({ error: z.object({ name: z.string() }) }).safeParse(answer.body);
  const name = error.success ? `${answer.reason} ${error.data.error.name}` : answer.reason;
  return { kind: "refused" as const, reason: name.slice(0, 200) };
}
