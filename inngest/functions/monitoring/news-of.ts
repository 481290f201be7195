const LISTENERS = "private-admin";

/** What one event tells connected browsers, and on which channels. */
type News = { channels: string[]; news: { name: string; data: Record<string, string> } };

/**
 * Operators hear of everything, a customer of what is theirs. Only the event's name and ids travel, whatever else
 * it carries: who listens may be allowed to see little, and asks for what they may see.
 */
export function newsOf(event: { name: string; data: Record<string, unknown> }): News {
  const data = Object.fromEntries(
    Object.entries(event.data).filter(
      (entry): entry is [string, string] => entry[0].endsWith("Id") && typeof entry[1] === "string",
    ),
  );
  const own = data.customerId ? [`private-customer-${data.customerId}`] : [];
  return { channels: [LISTENERS, ...own], news: { name: event.name, data } };
}
