import { createTRPCClient, httpLink } from "@trpc/client";
import superjson from "superjson";
import { VIEW_HEADER } from "@/server/rules/view-as";
import type { AppRouter } from "@/server/trpc/root";

/** Loaded on the first press of a button, never with the page. */
export const rpc = createTRPCClient<AppRouter>({
  links: [httpLink({ url: "/api/trpc", transformer: superjson, headers: viewed })],
});

/** An operator's view says so, for as long as its page is open. */
function viewed(): Record<string, string> {
  return document.querySelector("[data-view-as]") ? { [VIEW_HEADER]: "1" } : {};
}
