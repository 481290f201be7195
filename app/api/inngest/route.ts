import { serve } from "inngest/next";
import type { NextRequest } from "next/server";
import { inngest } from "@/inngest/client";
import { functions } from "@/inngest/functions";
import { env } from "@/server/core/env";

const handlers = serve({ client: inngest, functions });

/**
 * The door of a real Inngest server, which signs what it sends. The embedded executor calls the functions
 * inside the process, so that without such a server nobody may come in here: the door does not exist.
 */
const guarded =
  (handler: (request: NextRequest, context: unknown) => Promise<Response>) =>
  (request: NextRequest, context: unknown): Promise<Response> | Response =>
    env().INNGEST_SIGNING_KEY
      ? handler(request, context)
      : Response.json({ error: "not_found" }, { status: 404 });

export const GET = guarded(handlers.GET);
export const POST = guarded(handlers.POST);
export const PUT = guarded(handlers.PUT);
