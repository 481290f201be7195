import { z } from "zod";
import { type PanelFailure, unavailable } from "./outcome";

/** The panel's three JSON error shapes in one; `/api/sub/*` (the fourth) is not called by this client. */
const errorBody = z.object({
  errorCode: z.string().optional(),
  message: z.union([z.string(), z.array(z.string()).transform((all) => all.join("; "))]).optional(),
  statusCode: z.number().optional(),
  errors: z
    .array(
      z.object({
        path: z.array(z.union([z.string(), z.number()])).default([]),
        message: z.string().default(""),
      }),
    )
    .optional(),
});

const NOT_FOUND_CODES = new Set(["A025", "A063", "A011"]);
const CONFLICT_CODES = new Set(["A019", "A020"]);

/** Reads a non-2xx answer. What the panel itself did not write is never a verdict on the request. */
export function classifyFailure(status: number, body: string): PanelFailure {
  const error = parseError(body);
  const message = error?.message ?? `HTTP ${status}`;
  const code = error?.errorCode;
  if (status === 401 || status === 403) {
    return { kind: "unauthorized", status, by: error ? "panel" : "proxy", message };
  }
  if (status >= 500) return unavailable("server_error", message, { status, code });
  if (status === 429) return unavailable("rate_limited", message, { status });
  if (status === 408) return unavailable("timeout", message, { status });
  if (!error)
    return unavailable(status === 404 ? "unknown_route" : "not_the_panel", message, { status });
  if (code && CONFLICT_CODES.has(code)) return { kind: "conflict", code, message };
  if (status === 404 && !code) return unavailable("unknown_route", message, { status });
  if (status === 404 && code && NOT_FOUND_CODES.has(code))
    return { kind: "not_found", code, message };
  const issues = (error.errors ?? []).map((issue) => ({
    path: issue.path.join("."),
    message: issue.message,
  }));
  return { kind: "rejected", status, code, message, issues };
}

/** null: not JSON of the panel, so a proxy or another server speaks. */
function parseError(body: string): z.infer<typeof errorBody> | null {
  try {
    const parsed = errorBody.safeParse(JSON.parse(body));
    if (!parsed.success) return null;
    const { errorCode, statusCode } = parsed.data;
    return errorCode !== undefined || statusCode !== undefined ? parsed.data : null;
  } catch {
    return null;
  }
}
