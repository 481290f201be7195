import { z } from "zod";
import { listCustomersInput } from "@/server/domains/customers/schemas";
import { listOrdersInput } from "@/server/domains/orders/schemas";
import { listPromoCodesInput } from "@/server/domains/promocodes/schemas";
import { listSubscriptionsInput } from "@/server/domains/subscriptions/schemas";

/** More at once is not offered: narrow the filters, or do it in parts. */
export const BULK_MAX = 50_000;
/** Rows chosen one by one. */
const MAX_CHOSEN = 1_000;

export const SUBJECTS = ["customer", "subscription", "order", "promo_code"] as const;
export type Subject = (typeof SUBJECTS)[number];

const ids = z.array(z.string().min(1).max(64)).min(1).max(MAX_CHOSEN);
const page = { cursor: true, limit: true, dir: true } as const;
const chosen = <L extends string>(list: L) => z.object({ list: z.literal(list), ids });
const filtered = <L extends string, F extends z.ZodType>(list: L, filter: F) =>
  z.object({ list: z.literal(list), filter });

/** Rows chosen one by one, or everything that matches a list's filters. */
export const selectionInput = z.union([
  chosen("customers"),
  chosen("subscriptions"),
  chosen("orders"),
  chosen("promocodes"),
  filtered("customers", listCustomersInput.omit(page)),
  filtered("subscriptions", listSubscriptionsInput.omit({ ...page, sort: true })),
  filtered("orders", listOrdersInput.omit(page)),
  filtered("promocodes", listPromoCodesInput.omit(page)),
]);
export type Selection = z.output<typeof selectionInput>;
export type BulkList = Selection["list"];

/** Whose rows an action on a list's rows can be about. */
export const LIST_SUBJECTS: Record<BulkList, readonly Subject[]> = {
  customers: ["customer", "subscription"],
  subscriptions: ["subscription", "customer"],
  orders: ["order", "customer"],
  promocodes: ["promo_code"],
};

export const BULK_LISTS = [
  "customers",
  "subscriptions",
  "orders",
  "promocodes",
] as const satisfies BulkList[];
export const listBulkActionsInput = z.object({ list: z.enum(BULK_LISTS) });
/** One of the things that can be done to many; what it asks for is its form's. */
export type BulkOffer = { id: string; subject: Subject; mayUndo: boolean };

const runId = z.string().min(1).max(64);
export const bulkRunInput = z.object({ runId });
export const previewBulkInput = z.object({
  action: z.string().max(40),
  input: z.record(z.string().max(40), z.unknown()).default({}),
  selection: selectionInput,
});
export const startBulkInput = previewBulkInput.extend({
  /** How many the preview said: markedly more by now is asked again. */
  expected: z.number().int().min(1),
  /** Made by the form: pressed twice, begun once. */
  clientKey: z.string().min(8).max(64),
});

export const ITEM_STATUSES = ["waiting", "done", "failed", "skipped"] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];
export const listBulkItemsInput = z.object({
  runId,
  status: z.array(z.enum(ITEM_STATUSES)).max(ITEM_STATUSES.length).default([]),
  cursor: z.string().max(20).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});
export const listBulkRunsInput = z.object({
  /** Only what is under way. */
  running: z.boolean().default(false),
  cursor: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(200).default(50),
});

export type BulkPreview = {
  /** How many rows it will be done to. */
  eligible: number;
  examples: string[];
  /** Who is left out, and why: the reason is a code of `bulk.skips`. */
  skipped: { reason: string; count: number; examples: string[] }[];
  /** The largest run there can be; more than this is refused. */
  max: number;
};

export type BulkRunView = {
  id: string;
  action: string;
  subject: Subject;
  input: Record<string, unknown>;
  list: BulkList | null;
  status: "running" | "done" | "cancelled";
  total: number;
  done: number;
  failed: number;
  skipped: number;
  createdBy: string;
  createdByName: string | null;
  cancelledBy: string | null;
  createdAt: Date;
  endedAt: Date | null;
  /** The run this one takes back, and the one that takes this one back. */
  undoes: string | null;
  undoneBy: string | null;
  mayUndo: boolean;
  /** The run whose failed and waiting rows this one does, and the one that does those of this. */
  restOf: string | null;
  restBy: string | null;
  /** Rows failed or were never reached, and nobody has begun them again. */
  mayRetry: boolean;
};

export type BulkItemView = {
  position: number;
  subjectId: string;
  label: string;
  status: ItemStatus;
  /** A code of `bulk.skips` for who was left out, of `errors` for what went wrong. */
  error: string | null;
  at: Date | null;
};
