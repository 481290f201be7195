import { cookies } from "next/headers";
import { adminActor } from "@/server/auth/admin-session";
import { VIEW_COOKIE, viewCookie, viewOf } from "@/server/auth/customer-view";
import { readJson, refusal } from "@/server/auth/json-request";
import { refuseCrossSite } from "@/server/auth/same-site";
import { systemContext } from "@/server/core/context";
import { AppError } from "@/server/core/errors";
import { endView } from "@/server/domains/customers";

/** Lets this browser show a customer's app to the operator who just asked for it. */
export async function POST(request: Request): Promise<Response> {
  try {
    const { token = "" } = await readJson(request);
    const view = await viewOf(token);
    if (!view) throw over();
    (await cookies()).set(viewCookie(request, token, view.customer.expiresAt));
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}

/** Ends the view that this browser shows. */
export async function DELETE(request: Request): Promise<Response> {
  try {
    refuseCrossSite(request);
    const jar = await cookies();
    const token = jar.get(VIEW_COOKIE)?.value ?? "";
    const view = await viewOf(token);
    jar.set(viewCookie(request, "", new Date(0)));
    if (!view) throw over();
    const actor = adminActor(view.admin);
    await endView({ ...systemContext("view"), actor }, { token });
    return Response.json({ ok: true });
  } catch (error) {
    return refusal(error);
  }
}

const over = () => new AppError("unauthenticated", "view_over", "This view is over.");
