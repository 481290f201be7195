import { createLoader, type inferParserType, parseAsStringLiteral } from "nuqs/server";

export const EVENT_FILTERS = ["all", "dead", "failed", "received", "processed", "ignored"] as const;

export const eventParams = { status: parseAsStringLiteral(EVENT_FILTERS).withDefault("all") };

export type EventParams = inferParserType<typeof eventParams>;
export const loadEventParams = createLoader(eventParams);

/** The address as the list's input. */
export const toInput = ({ status }: EventParams) => ({
  status: status === "all" ? undefined : status,
});
