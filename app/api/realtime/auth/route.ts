import { currentAdmin } from "@/server/auth/admin-session";
import { currentCustomer } from "@/server/auth/customer-session";
import { refuseCrossSite } from "@/server/auth/same-site";
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
    const status = await mayListen(channel);
    return status === 200
      ? Response.json(client.authorizeChannel(socketId, channel))
      : refused(status);
  } catch (error) {
    return errorResponse(error, logger());
  }
}

/** 401 where a new access token may help. */
async function mayListen(channel: string): Promise<200 | 401 | 403> {
  if (channel === "private-admin") {
    const admin = await currentAdmin();
    if (!admin) return 401;
    return admin.mustEnrol ? 403 : 200;
  }
  const customer = await currentCustomer();
  return customer && channel === `private-customer-${customer.customerId}` ? 200 : 403;
}

const refused = (status: number): Response => Response.json({ error: "forbidden" }, { status });
