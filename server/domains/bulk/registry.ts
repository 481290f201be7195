import { type Ctx, may, requirePermission } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { archiveCodes, restoreCodes } from "./actions/archive-codes";
import { cancelOrders } from "./actions/cancel-orders";
import { changePlan } from "./actions/change-plan";
import { extend } from "./actions/extend";
import { giftDays, takeBackDays } from "./actions/gift-days";
import { giveCredit } from "./actions/give-credit";
import { message } from "./actions/message";
import { resetTraffic } from "./actions/reset-traffic";
import { disable, enable } from "./actions/set-enabled";
import { addTag, removeTag } from "./actions/tags";
import type { BulkAction } from "./contract";

/** Everything that can be done to many at once. */
const bulkActions = {
  giftDays,
  takeBackDays,
  extend,
  changePlan,
  resetTraffic,
  disable,
  enable,
  message,
  addTag,
  removeTag,
  giveCredit,
  cancelOrders,
  archiveCodes,
  restoreCodes,
} as const satisfies Record<string, BulkAction>;

const known: Record<string, BulkAction> = bulkActions;

/** Throws `not_found bulk_action_not_found`. */
export function actionOf(id: string): BulkAction {
  const action = Object.hasOwn(known, id) ? known[id] : undefined;
  if (!action) {
    throw new AppError("not_found", "bulk_action_not_found", "There is no such bulk action.");
  }
  return action;
}

export function requireAction(ctx: Ctx, action: BulkAction): void {
  for (const permission of action.permissions) requirePermission(ctx, permission);
}

/** The ids of what whoever asks may do, and so may see the runs of. */
export const actionsFor = (ctx: Ctx): string[] =>
  Object.entries(known)
    .filter(([, { permissions }]) => permissions.every((permission) => may(ctx, permission)))
    .map(([id]) => id);
