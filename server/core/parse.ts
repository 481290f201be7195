import type { z } from "zod";
import { AppError } from "./errors";
import { refuseUnstorable } from "./storable";

/** Parses a verb's input; the error names the first wrong field and what it should be. */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown): z.output<S> {
  const parsed = schema.safeParse(input);
  if (parsed.success) {
    refuseUnstorable(parsed.data);
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const field = issue?.path.join(".") || "input";
  throw new AppError("validation", "invalid_input", `${field}: ${issue?.message ?? "invalid"}`, {
    field,
  });
}
