import type { z } from "zod";
import type { Tx } from "@/db/client";
import type { Ctx } from "@/server/core/context";
import { randomToken } from "@/server/core/crypto";
import { AppError } from "@/server/core/errors";
import { parseInput } from "@/server/core/parse";
import { recordAudit } from "@/server/domains/audit";
import { addAdmin } from "./create-admin";
import { type Emailed, emailInvitation } from "./email-invitation";
import { governing, lockOther, requireWithin } from "./governing";
import { hashPassword } from "./password";
import { openPasswordLink, voidPasswordLinks } from "./password-link";
import { permissionsToGive } from "./roles";
import { adminInput, inviteInput } from "./schemas";

const LIFETIME_MS = 3 * 86_400_000;

export type Invitation = {
  adminId: string;
  /** Shown once: it sets the password, so whoever holds it signs in as this person. */
  link: string;
  expiresAt: Date;
  /** Whether an e-mail took it along: not where none is set up, or it was refused. */
  emailed: Emailed;
};

/**
 * Adds an operator who sets their own password by the returned link.
 *
 * @throws AppError `conflict email_taken`, `not_found` for a role that is gone, `forbidden beyond_own_rights`
 */
export async function inviteOperator(
  ctx: Ctx,
  input: z.input<typeof inviteInput>,
): Promise<Invitation> {
  const person = parseInput(inviteInput, input);
  // Nobody knows it, so until the link is used nobody signs in.
  const passwordHash = await hashPassword(randomToken(32));
  const made = await governing(ctx, "team.write", async (tx) => {
    requireWithin(tx, await permissionsToGive(tx, person.role));
    const { id } = await addAdmin(tx, { ...person, passwordHash });
    await recordAudit(tx, {
      action: "team.invite",
      subject: { type: "admin", id },
      after: person,
    });
    return { adminId: id, ...(await openLink(tx, id)) };
  });
  return { ...made, emailed: await emailInvitation(ctx, { ...person, ...made }) };
}

/**
 * A new link for somebody who was invited and has not signed in yet; older links end. Who has signed in resets
 * their password by their own e-mail, so that no operator takes over another's account.
 *
 * @throws AppError `conflict already_signed_in`, and as `setAdminRole` does
 */
export async function renewInvitation(
  ctx: Ctx,
  input: z.input<typeof adminInput>,
): Promise<Invitation> {
  const { adminId } = parseInput(adminInput, input);
  const { row, ...made } = await governing(ctx, "team.write", async (tx) => {
    const row = await lockOther(tx, adminId);
    if (row.lastSignInAt) {
      throw new AppError(
        "conflict",
        "already_signed_in",
        "This person has signed in already. They can set a new password from the sign-in page.",
      );
    }
    await recordAudit(tx, {
      action: "team.renewInvitation",
      subject: { type: "admin", id: adminId },
    });
    return { row, adminId, ...(await openLink(tx, adminId)) };
  });
  return { ...made, emailed: await emailInvitation(ctx, { ...row, ...made }) };
}

async function openLink(tx: Ctx<Tx>, adminId: string) {
  await voidPasswordLinks(tx, adminId);
  return openPasswordLink(tx, { adminId, lifetimeMs: LIFETIME_MS });
}
