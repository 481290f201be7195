/** Signing in and out by next-auth's own endpoints, whatever host the dashboard is reached by. */
async function csrfToken(): Promise<string> {
  const response = await fetch("/api/auth/csrf");
  const { csrfToken } = (await response.json()) as { csrfToken: string };
  return csrfToken;
}

async function post(path: string, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: "true" });
  return fetch(`/api/auth/${path}`, { method: "POST", body });
}

/** Null when it worked, else the code of what is wrong. */
export async function signIn(email: string, password: string): Promise<string | null> {
  const response = await post("callback/credentials", { email, password });
  const { url = "" } = (await response.json()) as { url?: string };
  const error = new URL(url, window.location.href).searchParams.get("error");
  if (error) return error;
  return response.ok ? null : "internal";
}

export async function signOut(): Promise<void> {
  await post("signout", {});
}
