/** Signing in and out by next-auth's own endpoints, whatever host the dashboard is reached by. */
async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf");
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return csrfToken;
}

/** What is wrong: a code of `team.signIn.errors`, and how long to wait where that is what is asked. */
export type SignInProblem = { code: string; seconds?: number };

/** The first step worked, and the second is asked for. */
export const SECOND_STEP = "second_factor_needed";

/** Null when it worked, else what is wrong. */
export async function signIn(
  way: "credentials" | "second-factor" | "passkey" | "telegram",
  fields: Record<string, string>,
): Promise<SignInProblem | null> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  const response = await fetch(`/api/auth/callback/${way}`, { method: "POST", body });
  const { url = "" } = (await response.json().catch(() => ({}))) as { url?: string };
  const { searchParams } = new URL(url, window.location.href);
  const error = searchParams.get("error");
  // The token against forged forms did not fit: next-auth would have the form filled in again.
  if (searchParams.has("csrf")) return { code: "cross_site" };
  if (!error) return response.ok ? null : { code: "internal" };
  const [code = "internal", seconds] = error.split(":");
  return seconds ? { code, seconds: Number(seconds) } : { code };
}

export async function signOut(): Promise<void> {
  await fetch("/api/auth/sign-out", { method: "POST" });
}
