import { currentAdmin } from "@/server/auth/admin-session";
import { currentCustomer } from "@/server/auth/customer-session";
import { refuseCrossSite } from "@/server/auth/same-site";
import { env } from "@/server/core/env";
import { errorResponse, readRawBody } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { pusher } from "@/server/integrations/realtime";

const MAX_BYTES = 4_096;

/** Lets an operator listen to `private-admin`, a customer to their own channel, and nobody to anything else. */
export async function POST(request: Request): Promise<Response> {
  try {
    refuseCrossSite(request);
    const form = new URLSearchParams((await readRawBody(request, MAX_BYTES)).toString("utf8"));
    const socketId = form.get("socket_id") ?? "";
    const channel = form.get("channel_name") ?? "";
    const client = pusher();
    if (!client || !/^\d+\.\d+$/.test(socketId)) return refused(400);
    const may = await mayListen(channel);
    return "status" in may
      ? refused(may.status)
      : Response.json(client.authorizeChannel(socketId, channel, bound(may.session)));
  } catch (error) {
    return errorResponse(error, logger());
  }
}

type May = { status: 401 | 403 } | { session: string | null };

/** 401 where a new access token may help. `session`: with its end the line is cut. */
async function mayListen(channel: string): Promise<May> {
  if (channel === "private-admin") {
    const admin = await currentAdmin();
    if (!admin) return { status: 401 };
    return admin.mustEnrol ? { status: 403 } : { session: admin.session?.id ?? null };
  }
  const customer = await currentCustomer();
  return customer && channel === `private-customer-${customer.customerId}`
    ? { session: null }
    : { status: 403 };
}

/** Signed into the permission to listen. Other servers than the embedded one know no such thing on this kind of channel. */
const bound = (session: string | null) =>
  session && env().REALTIME_EMBEDDED ? { user_id: session } : undefined;

const refused = (status: number): Response => Response.json({ error: "forbidden" }, { status });
