import { headers } from "next/headers";

/** What an inline script of this answer has to carry to be run; `proxy.ts` makes it. */
export const pageNonce = async (): Promise<string> => (await headers()).get("x-nonce") ?? "";
