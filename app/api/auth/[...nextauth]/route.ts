import NextAuth from "next-auth";
import { authOptions } from "@/server/auth/options";

type Context = { params: Promise<{ nextauth: string[] }> };

/** next-auth, with cookies that are `Secure` exactly when the browser came by https. */
async function handler(request: Request, context: Context): Promise<Response> {
  const forwarded = request.headers.get("x-forwarded-proto")?.split(",")[0]?.trim();
  const protocol = forwarded ?? new URL(request.url).protocol.replace(":", "");
  return NextAuth(request as never, context as never, authOptions(protocol === "https"));
}

export { handler as GET, handler as POST };
