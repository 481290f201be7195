import { randomInt } from "node:crypto";
import { eq } from "drizzle-orm";
import { z } from "zod";
import { LOCALES, type Locale } from "@/db/enums";
import { customers } from "@/db/schema/customers";
import { customerCreated } from "@/inngest/events";
import { type Ctx, inTransaction } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { createSecret, spendSecret } from "@/server/core/one-time-secrets";
import { emit } from "@/server/core/outbox";
import { parseInput } from "@/server/core/parse";
import { takeTurn } from "@/server/core/rate-limit";
import { codeOfPayload, readInvitation, referralCode } from "@/server/rules/referral-code";
import { CODE, sendCode } from "./email-letter";
import type { CustomerRow } from "./internal";
import { inviterBy } from "./inviter";
import { partnerByEmail, refuseSuspended } from "./partner-sign-in";
import { emailAddress, emailCode } from "./schemas";
import { createCustomerSession } from "./sessions";

const PURPOSE = "email_code";
const askInput = z.object({ email: emailAddress, locale: z.enum(LOCALES) });
const signInInput = askInput.extend({ code: emailCode });

/**
 * Sends a code to sign in with. Everybody gets one, so nobody learns who is a customer: a new address becomes one.
 *
 * @throws AppError `rate_limited` with `seconds`, and as `sendEmail` does
 */
export async function askSignInCode(
  ctx: Ctx,
  input: z.input<typeof askInput> & { address: string },
): Promise<void> {
  const { email, locale } = parseInput(askInput, input);
  if (input.address) await takeTurn(ctx, { limit: "email_code_visitor", subject: input.address });
  await takeTurn(ctx, { limit: "email_code_address", subject: email });
  await takeTurn(ctx, { limit: "email_code_day", subject: email });
  const code = await createSecret(ctx, { purpose: PURPOSE, subject: email, ...CODE });
  await sendCode(ctx, { to: email, code, locale, kind: "sign_in" });
}

/**
 * Signs in by the code; whoever comes for the first time becomes a customer, with who invited them.
 *
 * @throws AppError `validation code_wrong`, `precondition code_expired`, `code_used_up`, `rate_limited`,
 *   `forbidden customer_suspended`, and for the partners' area, which makes nobody a customer, `not_a_partner`
 */
export async function signInWithEmail(
  ctx: Ctx,
  input: z.input<typeof signInInput> & {
    address: string;
    userAgent: string;
    /** `ref_CODE-campaign` of the link they came by. */
    invitation: string | null;
    /** The partners' own area opens nothing else. */
    area?: "cabinet" | "partner";
  },
): Promise<{ token: string; expiresAt: Date; customerId: string; created: boolean }> {
  const { email, code, locale } = parseInput(signInInput, input);
  if (input.address) await takeTurn(ctx, { limit: "email_try_visitor", subject: input.address });
  await spendSecret(ctx, { purpose: PURPOSE, subject: email, secret: code });
  const scope = input.area ?? "cabinet";
  const { customer, created } =
    scope === "partner"
      ? { customer: await partnerByEmail(ctx, email), created: false }
      : await findOrCreate(ctx, {
          email,
          locale,
          invitation: readInvitation(input.invitation) ? input.invitation : null,
        });
  refuseSuspended(customer);
  const session = await createCustomerSession(ctx, {
    customerId: customer.id,
    userAgent: input.userAgent.slice(0, 300),
    openedBy: "email",
    scope,
  });
  return { ...session, customerId: customer.id, created };
}

type Newcomer = { email: string; locale: Locale; invitation: string | null };

async function findOrCreate(
  ctx: Ctx,
  newcomer: Newcomer,
): Promise<{ customer: CustomerRow; created: boolean }> {
  for (let attempt = 0; ; attempt += 1) {
    const [known] = await ctx.db
      .select()
      .from(customers)
      .where(eq(customers.email, newcomer.email));
    if (known) return { customer: known, created: false };
    // None made and none known: the referral code was taken, the next one is longer.
    const made = await create(ctx, newcomer, attempt);
    if (made) return { customer: made, created: true };
  }
}

async function create(ctx: Ctx, newcomer: Newcomer, attempt: number): Promise<CustomerRow | null> {
  const { email, locale, invitation } = newcomer;
  const code = codeOfPayload(invitation);
  return inTransaction(ctx, async (tx) => {
    const [row] = await tx.db
      .insert(customers)
      .values({
        id: newId("customer"),
        email,
        locale,
        // Nothing of the address: codes are shown to others.
        referralCode: referralCode("", randomInt, attempt),
        referredBy: code ? inviterBy(code) : null,
        source: invitation ?? "web",
        lastSeenAt: tx.clock(),
        createdAt: tx.clock(),
      })
      .onConflictDoNothing()
      .returning();
    if (row) await emit(tx, customerCreated.create({ customerId: row.id }));
    return row ?? null;
  });
}
