import type { SignInProblem } from "./session";

/** Null when it worked, else what is wrong. */
export async function postJson(path: string, body: object): Promise<SignInProblem | null> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (response.ok) return null;
    const { error = "internal", details } = (await response.json()) as {
      error?: string;
      details?: { seconds?: number };
    };
    return { code: error, ...(details?.seconds && { seconds: details.seconds }) };
  } catch {
    return { code: "network" };
  }
}
