import { serve } from "inngest/next";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { env } from "@/server/core/env";

const handlers = serve({ client: inngest, functions });

/**
 * The door of a real Inngest server, which signs its requests. The embedded executor calls the functions in
 * its own process, so without a signing key there is nobody to let in.
 */
const guarded =
  (handler: (typeof handlers)["GET"]): (typeof handlers)["GET"] =>
  (request, context) =>
    env().INNGEST_SIGNING_KEY
      ? handler(request, context)
      : Promise.resolve(Response.json({ error: "not_found" }, { status: 404 }));

export const GET = guarded(handlers.GET);
export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
