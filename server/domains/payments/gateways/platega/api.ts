import { z } from "zod";
import { type Answer, askJson } from "@/server/core/ask-json";

export type PlategaSettings = {
  merchantId: string;
  secret: string;
  paymentMethod: string;
  baseUrl: string;
};

export const ask = (
  { baseUrl, merchantId, secret }: PlategaSettings,
  path: string,
  post?: unknown,
): Promise<Answer> =>
  askJson(`${baseUrl.replace(/\/+$/, "")}${path}`, {
    headers: { "x-merchantid": merchantId, "x-secret": secret },
    post: post === undefined ? undefined : JSON.stringify(post),
  });

/** Platega writes `id` here and `Id` there: keys are read in one case, at every depth. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.slice(0, 1).toLowerCase() + key.slice(1),
      camelCased(inner),
    ]),
  );
}

/** Ids are UUIDs: their letters' case means nothing. */
export const plategaId = z
  .string()
  .min(1)
  .max(100)
  .transform((id) => id.toLowerCase());

/** JSON numbers of money are read back as they are written: 149.995 stays "149.995". */
const amount = z.union([z.number(), z.string()]).transform(String);

const statusText = z.string().transform((status) => status.trim().toUpperCase());

export const plategaCallback = z.preprocess(
  camelCased,
  z.object({ id: plategaId, status: statusText, payload: z.string().nullish() }),
);

export const plategaTransaction = z.preprocess(
  camelCased,
  z.object({
    id: plategaId,
    status: statusText,
    paymentDetails: z.object({ amount, currency: z.string() }),
    merchantId: z.string().nullish(),
    /** As Platega spells it in this answer. */
    mechantId: z.string().nullish(),
    payload: z.string().nullish(),
  }),
);
export type PlategaTransaction = z.output<typeof plategaTransaction>;

export const plategaCreated = z.preprocess(
  camelCased,
  z.object({
    transactionId: plategaId,
    url: z.string().nullish(),
    redirect: z.string().nullish(),
  }),
);
