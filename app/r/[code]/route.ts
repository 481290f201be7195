import type { NextRequest } from "next/server";
import { VIEW_COOKIE } from "@/server/auth/customer-view";
import { visitorOf } from "@/server/auth/visitor";
import { followInvitation } from "@/server/trpc/follow-invitation";

/** Who fetches a link to draw its preview has not followed it, nor has an operator who looks at the inviter's app. */
const MACHINES = /bot|crawl|spider|preview|facebookexternalhit|whatsapp/i;

/** An invitation's short link: `/r/CODE?c=campaign`. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ code: string }> },
): Promise<Response> {
  const location = await followInvitation({
    code: (await params).code,
    web: request.nextUrl.searchParams.has("web"),
    campaign: request.nextUrl.searchParams.get("c"),
    address: visitorOf(request.headers).address,
    counts:
      !MACHINES.test(request.headers.get("user-agent") ?? "") && !request.cookies.has(VIEW_COOKIE),
  });
  return new Response(null, {
    status: 302,
    headers: { Location: location, "Cache-Control": "no-store" },
  });
}
