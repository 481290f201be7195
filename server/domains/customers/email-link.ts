import { eq } from "drizzle-orm";
import { z } from "zod";
import { customers } from "@/db/schema/customers";
import { type Ctx, inTransaction, requireSelfOr } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { createSecret, spendSecret } from "@/server/core/one-time-secrets";
import { parseInput } from "@/server/core/parse";
import { takeTurn } from "@/server/core/rate-limit";
import { recordAudit } from "@/server/domains/audit";
import { CODE, sendCode } from "./email-letter";
import { getCustomerRow, lockCustomer } from "./internal";
import { confirmEmailInput, emailAddress, linkEmailInput } from "./schemas";

const PURPOSE = "email_link";
const keptData = z.object({ email: emailAddress });

/**
 * Sends a code to an address that a customer wants to sign in with. Whether it is somebody else's already is told
 * only to whoever reads the letter.
 *
 * @throws AppError `rate_limited` with `seconds`, and as `sendEmail` does
 */
export async function linkEmail(
  ctx: Ctx,
  input: { customerId: string } & z.input<typeof linkEmailInput>,
): Promise<void> {
  const { customerId } = input;
  requireSelfOr(ctx, customerId, "customers.write");
  const { email } = parseInput(linkEmailInput, { email: input.email });
  await takeTurn(ctx, { limit: "email_code_visitor", subject: customerId });
  await takeTurn(ctx, { limit: "email_code_address", subject: email });
  await takeTurn(ctx, { limit: "email_code_day", subject: email });
  const { locale } = await getCustomerRow(ctx, customerId);
  const lock = { purpose: PURPOSE, subject: customerId };
  const code = await createSecret(ctx, { ...lock, ...CODE, data: { email } });
  await sendCode(ctx, { to: email, code, locale, kind: "link" });
}

/**
 * Links the address that the code was sent to.
 *
 * @throws AppError as `spendSecret` does, `conflict email_taken`
 */
export async function confirmEmail(
  ctx: Ctx,
  input: { customerId: string } & z.input<typeof confirmEmailInput>,
): Promise<{ email: string }> {
  const { customerId } = input;
  requireSelfOr(ctx, customerId, "customers.write");
  const { code } = parseInput(confirmEmailInput, { code: input.code });
  await takeTurn(ctx, { limit: "email_try_visitor", subject: customerId });
  const data = await spendSecret(ctx, { purpose: PURPOSE, subject: customerId, secret: code });
  const { email } = keptData.parse(data);
  return inTransaction(ctx, async (tx) => {
    await lockCustomer(tx, { customerId });
    const before = await getCustomerRow(tx, customerId);
    const [other] = await tx.db
      .select({ id: customers.id })
      .from(customers)
      .where(eq(customers.email, email));
    if (other && other.id !== customerId) {
      throw new AppError("conflict", "email_taken", "Another account signs in with this address.");
    }
    await tx.db.update(customers).set({ email }).where(eq(customers.id, customerId));
    await recordAudit(tx, {
      action: "customers.linkEmail",
      subject: { type: "customer", id: customerId },
      before: { email: before.email },
      after: { email },
    });
    return { email };
  });
}
