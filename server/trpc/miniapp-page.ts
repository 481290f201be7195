import "server-only";
import { TRPCError } from "@trpc/server";
import { cache } from "react";
import type { z } from "zod";
import { currentCustomer } from "@/server/auth/customer-session";
import { isAppError } from "@/server/core/errors";
import type { ownWaysToPayInput } from "@/server/domains/payments/schemas";
import { createTrpcContext } from "./context";
import { createCallerFactory } from "./init";
import { miniappRouter } from "./routers/miniapp";

const createCaller = createCallerFactory(miniappRouter);

export type MiniappSession = NonNullable<Awaited<ReturnType<typeof openMiniapp>>>;

/** The signed-in partner, by a session of their own area or of the Mini App, and the same procedures; null without. */
export const openPartnerArea = cache(async () => {
  const customer = await currentCustomer();
  return customer && { customer, api: createCaller(createTrpcContext()) };
});

/** The signed-in customer and the Mini App's procedures for server pages; null without a session. */
export const openMiniapp = cache(async () => {
  const customer = await currentCustomer();
  // Who signed in as a partner sees their own area and nothing else.
  if (!customer || customer.scope === "partner") return null;
  return { customer, api: createCaller(createTrpcContext()) };
});

/** A thing that is not there, or is another person's, is null: the page answers 404. */
export async function foundOrNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof TRPCError && ["NOT_FOUND", "BAD_REQUEST"].includes(error.code))
      return null;
    throw error;
  }
}

/** What the shop refuses for a reason of its own is an answer too: its stable code. */
export async function answerOrRefusal<T>(
  asked: Promise<T>,
): Promise<{ answer: T } | { refused: string }> {
  try {
    return { answer: await asked };
  } catch (error) {
    const cause = error instanceof TRPCError ? error.cause : null;
    if (isAppError(cause) && cause.kind !== "unauthenticated") return { refused: cause.code };
    throw error;
  }
}

type WaysInput = z.input<typeof ownWaysToPayInput>;

/**
 * How something can be paid. A promo code that does not fit is said, and the rest is shown without it; what
 * cannot be bought at all is a refusal.
 */
export async function askWays({ api }: MiniappSession, wanted: WaysInput) {
  const asked = await answerOrRefusal(api.orders.ways(wanted));
  const code = "promoCode" in wanted ? wanted.promoCode : null;
  if (!("refused" in asked)) return { ways: asked.answer, refused: null, promoRefused: null };
  if (!code || !asked.refused.startsWith("promo_")) {
    return { ways: [], refused: asked.refused, promoRefused: null };
  }
  const plain = await answerOrRefusal(api.orders.ways({ ...wanted, promoCode: null } as WaysInput));
  return "refused" in plain
    ? { ways: [], refused: plain.refused, promoRefused: asked.refused }
    : { ways: plain.answer, refused: null, promoRefused: asked.refused };
}

/** Reads the purchase's address: what is chosen so far, ignoring what is not (or no longer) on sale. */
export async function purchaseChoice(
  { api }: MiniappSession,
  query: { sub?: string; plan?: string; duration?: string },
) {
  const [storefront, subscriptions] = await Promise.all([
    api.catalog.storefront(),
    query.sub ? api.subscriptions.list() : [],
  ]);
  const subscription = subscriptions.find(({ id }) => id === query.sub) ?? null;
  const plan = storefront.plans.find(({ id }) => id === query.plan) ?? null;
  const duration = plan?.durations.find(({ id }) => id === query.duration) ?? null;
  return { storefront, subscription, plan, duration };
}
