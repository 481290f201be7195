import type { ActionField, ActionValues } from "@/components/forms/action-dialog";
import { fromDecimal, isCurrency } from "@/server/rules/money";

export type FieldName =
  | "days"
  | "reason"
  | "until"
  | "planId"
  | "message"
  | "tag"
  | "amount"
  | "currency";
type Input = Record<string, unknown>;

/** What each action asks for, and how that becomes its input; null while it cannot. */
export type BulkForm = {
  fields: readonly FieldName[];
  required?: readonly FieldName[];
  destructive?: true;
  toInput?: (values: ActionValues) => Input | null;
};

const whole = (text = ""): number | null => (/^\d{1,4}$/.test(text) ? Number(text) : null);
const given = (text = ""): string | null => text.trim() || null;

const tag: BulkForm = {
  fields: ["tag"],
  required: ["tag"],
  toInput: (values) => (given(values.tag) ? { tag: values.tag } : null),
};

const FORMS: Record<string, BulkForm> = {
  giftDays: {
    fields: ["days", "reason"],
    required: ["days"],
    toInput: ({ days, reason = "" }) => (whole(days) ? { days: whole(days), reason } : null),
  },
  extend: {
    fields: ["until"],
    required: ["until"],
    toInput: ({ until = "" }) => {
      const at = new Date(until);
      return Number.isNaN(at.getTime()) ? null : { until: at.toISOString() };
    },
  },
  changePlan: {
    fields: ["planId"],
    required: ["planId"],
    destructive: true,
    toInput: ({ planId }) => (planId ? { planId } : null),
  },
  disable: {
    fields: ["reason"],
    destructive: true,
    toInput: ({ reason = "" }) => ({ reason }),
  },
  enable: { fields: ["reason"], toInput: ({ reason = "" }) => ({ reason }) },
  message: {
    fields: ["message"],
    required: ["message"],
    destructive: true,
    toInput: ({ message }) => (given(message) ? { message } : null),
  },
  addTag: tag,
  removeTag: tag,
  giveCredit: {
    fields: ["amount", "currency", "reason"],
    required: ["amount", "currency", "reason"],
    toInput: ({ amount = "", currency = "", reason }) => {
      const money = isCurrency(currency)
        ? fromDecimal(amount.replace(/\s/g, "").replace(",", "."), currency)
        : null;
      return money && money.amount > 0n && given(reason)
        ? { amount: String(money.amount), currency, reason }
        : null;
    },
  },
  cancelOrders: { fields: [], destructive: true },
  archiveCodes: { fields: [] },
};

/** An action without a form of its own asks for nothing. */
export const formOf = (action: string): BulkForm => FORMS[action] ?? { fields: [] };

export const inputOf = (action: string, values: ActionValues): Input | null =>
  (formOf(action).toInput ?? (() => ({})))(values);

/** How a field is drawn; labels and choices come from the page. */
export const CONTROLS: Record<FieldName, Pick<ActionField, "type" | "initial" | "min" | "max">> = {
  days: { type: "number", initial: "7", min: 1, max: 3650 },
  reason: { type: "text", max: 500 },
  until: { type: "datetime-local" },
  planId: { type: "select" },
  message: { type: "textarea", max: 3500 },
  tag: { type: "text", max: 40 },
  amount: { type: "text", max: 20 },
  currency: { type: "select" },
};
