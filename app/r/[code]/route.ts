import type { NextRequest } from "next/server";
import { systemContext } from "@/server/core/context";
import { getContactPoints } from "@/server/domains/notifications";
import { recordReferralClick } from "@/server/domains/referrals";
import { invitationPayload, readInvitation } from "@/server/rules/referral-code";

/** Who fetches a link to draw its preview has not followed it. */
const MACHINES = /bot|crawl|spider|preview|facebookexternalhit|whatsapp/i;

/** An invitation's short link, `/r/CODE?c=campaign`: counted, and on to the bot, or to the Mini App without one. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const { code } = await params;
  const campaign = request.nextUrl.searchParams.get("c");
  const invitation =
    readInvitation(campaign ? `ref_${code}-${campaign}` : null) ?? readInvitation(`ref_${code}`);
  const ctx = systemContext("invitation");
  const machine = MACHINES.test(request.headers.get("user-agent") ?? "");
  if (invitation && !machine) {
    // A count that fails is not worth a friend who does not arrive.
    await recordReferralClick(ctx, invitation).catch((err: unknown) =>
      ctx.log.warn({ err }, "a click was not counted"),
    );
  }
  const { botUsername } = await getContactPoints(ctx);
  const start = invitation ? `?start=${invitationPayload(invitation)}` : "";
  const location = botUsername ? `https://t.me/${botUsername}${start}` : "/miniapp";
  return new Response(null, {
    status: 302,
    headers: { Location: location, "Cache-Control": "no-store" },
  });
}
