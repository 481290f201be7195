import { browserSupportsWebAuthn, startAuthentication } from "@simplewebauthn/browser";
import { SignInFailure } from "./use-sign-in";

type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];

/** Asks the browser for a passkey of this site. What it throws has a code of `team.signIn.errors`. */
export async function askPasskey(step: "first" | "second"): Promise<{ passkey: string }> {
  if (!browserSupportsWebAuthn()) throw new SignInFailure("passkeys_unsupported");
  const answer = await fetch("/api/auth/passkey", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ step }),
  });
  if (!answer.ok) {
    const { error = "internal" } = (await answer.json()) as { error?: string };
    throw new SignInFailure(error);
  }
  const optionsJSON = (await answer.json()) as Options;
  try {
    return { passkey: JSON.stringify(await startAuthentication({ optionsJSON })) };
  } catch {
    // Cancelled, timed out, or no such passkey here: browsers do not say which.
    throw new SignInFailure("passkey_not_shown");
  }
}
