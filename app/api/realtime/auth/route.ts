import { currentAdmin } from "@/server/auth/admin-session";
import { currentCustomer } from "@/server/auth/customer-session";
import { pusher } from "@/server/integrations/realtime";

/** Lets an operator listen to `private-admin`, a customer to their own channel, and nobody to anything else. */
export async function POST(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text());
  const socketId = form.get("socket_id") ?? "";
  const channel = form.get("channel_name") ?? "";
  const client = pusher();
  if (!client || !/^\d+\.\d+$/.test(socketId)) return refused(400);
  const allowed =
    channel === "private-admin"
      ? (await currentAdmin()) !== null
      : channel === `private-customer-${(await currentCustomer())?.customerId}`;
  return allowed ? Response.json(client.authorizeChannel(socketId, channel)) : refused(403);
}

const refused = (status: number): Response => Response.json({ error: "forbidden" }, { status });
