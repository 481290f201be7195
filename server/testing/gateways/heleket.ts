import { createHash, randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { SentWebhook, StartDouble } from "./contract";
import { startHttpDouble } from "./http-double";

const wanted = z.object({
  amount: z.string().regex(/^\d+(\.\d+)?$/),
  currency: z.string(),
  order_id: z.string().regex(/^[\w-]{1,128}$/),
  lifetime: z.number().int().min(300).max(43_200),
});
const lookup = z.object({ uuid: z.string().optional(), order_id: z.string().optional() });

type Invoice = z.output<typeof wanted> & {
  uuid: string;
  status: string;
  is_final: boolean;
  payment_amount: string | null;
  payer_currency: string | null;
  from: string | null;
};

/** As PHP's json_encode with JSON_UNESCAPED_UNICODE. */
const php = (value: unknown): string => JSON.stringify(value).replaceAll("/", "\\/");

/** Heleket and Cryptomus: order ids are unique, bodies are signed as PHP writes them, refunds are whole. */
const startLike =
  (address: string): StartDouble =>
  async () => {
    const merchantId = randomUUID();
    const apiKey = randomBytes(24).toString("hex");
    const invoices: Invoice[] = [];
    const sent: SentWebhook[] = [];
    let letters: "lower" | "upper" = "lower";
    const sign = (text: string) =>
      createHash("md5")
        .update(Buffer.from(text).toString("base64") + apiKey)
        .digest("hex");
    const uuidOf = ({ uuid }: Invoice) => (letters === "upper" ? uuid.toUpperCase() : uuid);
    const shown = (invoice: Invoice) => ({
      state: 0,
      result: {
        ...invoice,
        uuid: uuidOf(invoice),
        payment_status: invoice.status,
        url: `https://pay.heleket.com/pay/${invoice.uuid}`,
      },
    });
    const find = (params: unknown) => {
      const { uuid, order_id } = lookup.parse(params);
      return invoices.find((one) =>
        uuid ? one.uuid === uuid.toLowerCase() : one.order_id === order_id,
      );
    };

    const http = await startHttpDouble({
      refusal: { status: 422, body: { state: 1, message: "The amount is too small" } },
      isCreation: ({ path }) => path === "/v1/payment",
      handle: ({ path, headers, text }) => {
        if (headers.get("merchant") !== merchantId || headers.get("sign") !== sign(text)) {
          return { status: 401, body: { state: 1, message: "Invalid Sign" } };
        }
        if (path === "/v1/balance") return { body: { state: 0, result: [] } };
        const params: unknown = JSON.parse(text);
        const known = find(params);
        if (path === "/v1/payment") {
          const invoice = known ?? {
            ...wanted.parse(params),
            uuid: randomUUID(),
            status: "check",
            is_final: false,
            payment_amount: null,
            payer_currency: null,
            from: null,
          };
          if (!known) invoices.push(invoice);
          return { body: shown(invoice) };
        }
        if (!known) return { status: 404, body: { state: 1, message: "Payment was not found" } };
        if (path === "/v1/payment/refund") {
          if (!known.is_final || !known.from) return { status: 422, body: { state: 1 } };
          tell(known, { status: "refund_paid" });
          return { body: { state: 0, result: [] } };
        }
        return { body: shown(known) };
      },
    });

    function tell(invoice: Invoice, values: Partial<Invoice>): void {
      Object.assign(invoice, values);
      const body = {
        type: "payment",
        ...invoice,
        uuid: uuidOf(invoice),
        additional_data: "Тест https://t.me/x",
      };
      const signed = php(body);
      sent.push({
        rawBody: Buffer.from(php({ ...body, sign: sign(signed) })),
        headers: new Headers({ "content-type": "application/json" }),
        address,
      });
    }
    function invoiceOf(externalId: string): Invoice {
      const invoice = find({ uuid: externalId });
      if (!invoice) throw new Error(`The double has no invoice ${externalId}`);
      return invoice;
    }

    return {
      baseUrl: http.baseUrl,
      settings: { enabled: true, merchantId, apiKey, baseUrl: http.baseUrl },
      async pay(externalId, received) {
        const invoice = invoiceOf(externalId);
        const arrived = Number(received?.decimal ?? invoice.amount);
        const asked = Number(invoice.amount);
        const other = received !== undefined && received.currency !== invoice.currency;
        const status =
          other || arrived < asked ? "wrong_amount" : arrived > asked ? "paid_over" : "paid";
        tell(invoice, { status: "confirm_check", from: "TXpayer" });
        tell(invoice, {
          status,
          is_final: true,
          payment_amount: received?.decimal ?? invoice.amount,
          payer_currency: received?.currency ?? invoice.currency,
        });
      },
      async fail(externalId) {
        tell(invoiceOf(externalId), { status: "cancel", is_final: true });
      },
      async refund(externalId) {
        tell(invoiceOf(externalId), { status: "refund_paid" });
      },
      takeWebhooks: () => sent.splice(0),
      setMood: http.setMood,
      setIdCase: (wantedLetters) => {
        letters = wantedLetters;
      },
      created: () => invoices.length,
      stop: http.stop,
    };
  };

export const startHeleket = startLike("31.133.220.8");
export const startCryptomus = startLike("91.227.144.54");
