import "server-only";
import { canSendEmail } from "@/server/auth/can-send-email";
import { systemContext } from "@/server/core/context";
import { takeTurn } from "@/server/core/rate-limit";
import { getContactPoints } from "@/server/domains/notifications";
import { recordReferralClick } from "@/server/domains/referrals";
import { invitationPayload, readInvitation } from "@/server/rules/referral-code";

/**
 * Somebody opens an invitation in a browser: it is counted, and leads on to the bot, or to the Mini App where
 * there is none. Links that are no invitation lead there too.
 *
 * @returns where to go
 */
export async function followInvitation(input: {
  code: string;
  campaign: string | null;
  counts: boolean;
  /** The web address was followed, not the short link: without Telegram one goes on in the browser. */
  web: boolean;
  /** Whose visit it is: one address counts so many times an hour. */
  address: string;
}): Promise<string> {
  const { code, campaign, counts, web } = input;
  const invitation =
    readInvitation(campaign ? `ref_${code}-${campaign}` : null) ?? readInvitation(`ref_${code}`);
  const ctx = systemContext("invitation");
  if (invitation && counts) {
    // A count that fails is not worth a friend who does not arrive.
    await takeTurn(ctx, { limit: "invitation_visitor", subject: input.address })
      .then(() => recordReferralClick(ctx, invitation))
      .catch((err: unknown) => ctx.log.warn({ err }, "a click was not counted"));
  }
  const { botUsername } = await getContactPoints(ctx);
  if (!botUsername || (web && (await canSendEmail()))) {
    if (!invitation) return "/miniapp";
    const query = { ref: invitation.code, ...(invitation.campaign && { c: invitation.campaign }) };
    return `/miniapp?${new URLSearchParams(query)}`;
  }
  // Counted here, it is not counted again by the bot; a link's preview leads on as if it had not been seen.
  const payload = invitation && invitationPayload(invitation, counts ? "refw" : "ref");
  return `https://t.me/${botUsername}${payload ? `?start=${payload}` : ""}`;
}
