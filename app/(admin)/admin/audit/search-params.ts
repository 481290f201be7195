import {
  createLoader,
  type inferParserType,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";

export const ACTOR_FILTERS = ["all", "admin", "customer", "system"] as const;

export const auditParams = {
  q: parseAsString.withDefault(""),
  action: parseAsString.withDefault(""),
  actor: parseAsStringLiteral(ACTOR_FILTERS).withDefault("all"),
};

export type AuditParams = inferParserType<typeof auditParams>;
export const loadAuditParams = createLoader(auditParams);

/** The address as the list's input. */
export const toInput = ({ actor, ...rest }: AuditParams) => ({
  ...rest,
  actorType: actor === "all" ? undefined : actor,
});
