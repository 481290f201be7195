import { z } from "zod";
import { AppError, isAppError } from "@/server/core/errors";
import { errorResponse, readRawBody } from "@/server/core/http";
import { logger } from "@/server/core/logger";
import { parseInput } from "@/server/core/parse";
import { refuseCrossSite } from "./same-site";

const MAX_BYTES = 16 * 1024;
const texts = z.record(z.string().max(40), z.string().max(8000));

/** The texts that one of this site's own pages sends as JSON. Throws `validation`, `too_large`, `forbidden`. */
export async function readJson(request: Request): Promise<Partial<Record<string, string>>> {
  refuseCrossSite(request);
  const body = (await readRawBody(request, MAX_BYTES)).toString("utf8");
  return parseInput(texts, parsed(body));
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new AppError("validation", "invalid_json", "The body must be JSON.");
  }
}

/** JSON within a text, of flat values, that whoever reads it checks; what is no JSON says nothing. */
export function flatJson(json: string): Record<string, string | number | boolean> {
  try {
    return JSON.parse(json);
  } catch {
    return {};
  }
}

/** What is wrong, with how long to wait where that is it. */
export async function refusal(error: unknown): Promise<Response> {
  const response = errorResponse(error, logger());
  if (!isAppError(error) || error.details.seconds === undefined) return response;
  const { seconds } = error.details;
  const body = { ...((await response.json()) as object), details: { seconds } };
  return Response.json(body, {
    status: response.status,
    headers: { "retry-after": String(seconds) },
  });
}
