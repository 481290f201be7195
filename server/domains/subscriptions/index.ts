import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { ProvisioningState } from "@/db/enums";
import type { Ctx } from "@/server/core/context";
import type * as s from "./schemas";

/* Signatures first; the verbs follow one by one in files of their own. */
export declare function grantEntitlement(ctx: Ctx<Tx>, input: s.GrantInput): Promise<s.GrantResult>;
/** A full refund ends what the order granted; null when it granted nothing. */
export declare function endEntitlement(
  ctx: Ctx<Tx>,
  input: { orderId: string },
): Promise<s.GrantResult | null>;
export declare function giftDays(
  ctx: Ctx,
  input: z.input<typeof s.giftDaysInput>,
): Promise<s.GrantResult>;
export declare function changePlanByAdmin(
  ctx: Ctx,
  input: z.input<typeof s.changePlanInput>,
): Promise<s.GrantResult>;
export declare function setExpiry(
  ctx: Ctx,
  input: z.input<typeof s.setExpiryInput>,
): Promise<s.GrantResult>;
export declare function setEnabled(
  ctx: Ctx,
  input: z.input<typeof s.setEnabledInput>,
): Promise<s.GrantResult>;
export declare function promiseTrafficReset(
  ctx: Ctx,
  input: z.input<typeof s.subscriptionInput>,
): Promise<s.GrantResult>;
export declare function retryProvisioning(
  ctx: Ctx,
  input: z.input<typeof s.subscriptionInput>,
): Promise<s.GrantResult>;
export declare function getPromise(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<s.SubscriptionPromise>;
/** `mustDrop` devices have to go before a plan with this limit fits; 0 when it fits or use is unknown. */
export declare function devicesToDrop(
  ctx: Ctx,
  input: { subscriptionId: string; deviceLimit: number | null },
): Promise<{
  used: number | null;
  limit: number | null;
  mustDrop: number;
  devices: s.KnownDevice[];
}>;
/** Throws `precondition devices_must_be_dropped` unless enough devices were chosen. */
export declare function requireDevicesFit(
  ctx: Ctx,
  input: { subscriptionId: string; deviceLimit: number | null; dropDevices: string[] },
): Promise<void>;
/** Running grants, oldest first: the base of proration. */
export declare function listGrants(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<s.GrantRecord[]>;
export declare function listCustomerSubscriptions(
  ctx: Ctx,
  input: { customerId: string },
): Promise<s.SubscriptionView[]>;
export declare function getSubscriptionView(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<s.SubscriptionView>;
export declare function listSubscriptions(
  ctx: Ctx,
  input: z.input<typeof s.listSubscriptionsInput>,
): Promise<{ rows: s.SubscriptionListRow[]; nextCursor: string | null }>;
export declare function getSubscriptionDetail(
  ctx: Ctx,
  input: { subscriptionId: string },
): Promise<{
  view: s.SubscriptionView;
  promise: s.SubscriptionPromise;
  provisioning: { state: ProvisioningState; error: string | null; attempts: number };
  grants: s.GrantRecord[];
  history: s.StatusChange[];
  devices: s.KnownDevice[] | null;
}>;
/** True when something visible changed. An observation older than the stored one is ignored. */
export declare function applyObservation(
  ctx: Ctx,
  input: { subscriptionId: string; observation: s.PanelObservation; at: Date; source: string },
): Promise<boolean>;
