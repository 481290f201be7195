import { randomBytes, randomUUID } from "node:crypto";
import { z } from "zod";
import type { GatewayDouble, SentWebhook } from "./contract";
import { startHttpDouble } from "./http-double";

const wanted = z.object({
  paymentMethod: z.number().int().optional(),
  paymentDetails: z.object({ amount: z.number().positive(), currency: z.string() }),
  description: z.string().max(255),
  return: z.string(),
  failedUrl: z.string(),
  payload: z.string(),
});
type Transaction = {
  id: string;
  status: string;
  payload: string;
  paymentDetails: { amount: number; currency: string };
};

/** Platega: ids of its own, numbers for money, a secret instead of a signature, two ways to write a key. */
export const startPlatega = async (): Promise<GatewayDouble> => {
  const merchantId = randomUUID();
  const secret = randomBytes(16).toString("hex");
  const transactions = new Map<string, Transaction>();
  const sent: SentWebhook[] = [];
  let letters: "lower" | "upper" = "lower";
  const shown = (id: string) => (letters === "upper" ? id.toUpperCase() : id);

  const http = await startHttpDouble({
    refusal: { status: 400, body: { message: "No available card cascades" } },
    isCreation: ({ path }) => path.endsWith("/transaction/process"),
    handle: ({ method, path, headers, text }) => {
      if (headers.get("x-merchantid") !== merchantId || headers.get("x-secret") !== secret) {
        return { status: 401, body: { message: "Unauthorized" } };
      }
      if (method === "POST" && path.endsWith("/transaction/process")) {
        const { paymentDetails, payload } = wanted.parse(JSON.parse(text));
        const id = randomUUID();
        transactions.set(id, { id, status: "PENDING", payload, paymentDetails });
        const v2 = path.startsWith("/v2/");
        const link = { [v2 ? "url" : "redirect"]: `https://pay.platega.io?id=${id}` };
        return { body: { transactionId: shown(id), status: "PENDING", ...link } };
      }
      const known = transactions.get(path.replace("/transaction/", "").toLowerCase());
      if (!known) return { status: 404, body: { message: "Not found" } };
      return { body: { ...known, id: shown(known.id), mechantId: merchantId } };
    },
  });

  function tell(externalId: string, values: Partial<Transaction>): void {
    const transaction = transactions.get(externalId.toLowerCase());
    if (!transaction) throw new Error(`The double has no transaction ${externalId}`);
    Object.assign(transaction, values);
    const { amount, currency } = transaction.paymentDetails;
    const { id, status } = transaction;
    // Its newer half writes keys like this, its older half like that.
    const body =
      sent.length % 2 === 0
        ? { id: shown(id), amount, currency, status, paymentMethod: 2 }
        : { Id: shown(id), Amount: amount, Currency: currency, Status: status, PaymentMethod: 2 };
    sent.push({
      rawBody: Buffer.from(JSON.stringify(body)),
      headers: new Headers({ "x-merchantid": merchantId, "x-secret": secret }),
      address: "203.0.113.8",
    });
  }

  return {
    baseUrl: http.baseUrl,
    settings: { enabled: true, merchantId, secret, baseUrl: http.baseUrl },
    async pay(externalId, received) {
      tell(externalId, {
        status: "CONFIRMED",
        ...(received && {
          paymentDetails: { amount: Number(received.decimal), currency: received.currency },
        }),
      });
    },
    async fail(externalId) {
      tell(externalId, { status: "CANCELED" });
    },
    async refund(externalId) {
      tell(externalId, { status: "CHARGEBACKED" });
    },
    takeWebhooks: () => sent.splice(0),
    setMood: http.setMood,
    setIdCase: (wantedLetters) => {
      letters = wantedLetters;
    },
    leavesOrphans: true,
    created: () => transactions.size,
    stop: http.stop,
  };
};
