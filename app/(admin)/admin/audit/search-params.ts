import {
  createLoader,
  type inferParserType,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { AUDIT_SUBJECTS } from "@/server/domains/audit/schemas";

export const ACTOR_FILTERS = ["all", "admin", "customer", "system"] as const;

/** Days back; 0 is everything. */
export const PERIODS = [0, 1, 7, 30, 90] as const;

export const auditParams = {
  q: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  actor: parseAsStringLiteral(ACTOR_FILTERS).withDefault("all"),
  about: parseAsStringLiteral(["all", ...AUDIT_SUBJECTS]).withDefault("all"),
  days: parseAsInteger.withDefault(0),
  session: parseAsString.withDefault(""),
};

export type AuditParams = inferParserType<typeof auditParams>;
export const loadAuditParams = createLoader(auditParams);

/** The address as the list's input. `words` are the actions' names in the reader's language. */
export const toInput = (
  { actor, about, session, q, days, action }: AuditParams,
  words: Record<string, string>,
) => ({
  q,
  action,
  days: Math.min(Math.max(days, 0), 3660),
  sessionId: session,
  actorType: actor === "all" ? undefined : actor,
  subjectType: about === "all" ? undefined : about,
  named: actionsCalled(q, words),
});

/** Actions whose words have `q` in them. */
function actionsCalled(q: string, words: Record<string, string>): string[] {
  const text = q.trim().toLowerCase();
  if (text.length < 3) return [];
  return Object.entries(words)
    .filter(([, word]) => word.toLowerCase().includes(text))
    .map(([key]) => key.replaceAll("_", "."))
    .slice(0, 200);
}
