const SCHEME = /^rz_[0-9a-z]{12}$/;

/**
 * The panel name of a subscription: derived from its id, so that a create whose answer was lost is found
 * again. The last 60 bits of a TypeID are random, so shops sharing a panel do not meet.
 */
export const panelUsername = (subscriptionId: string): string => `rz_${subscriptionId.slice(-12)}`;

export const isOurUsername = (username: string): boolean => SCHEME.test(username);

/** What we write into a panel user's metadata beside whatever others keep there. */
export const ownershipMark = (subscriptionId: string, customerId: string) => ({
  rezeis: { subscriptionId, customerId },
});

/** The subscription that a panel user's metadata names; null when it names none. */
export function markedSubscription(metadata: Record<string, unknown> | null): string | null {
  const mark = metadata?.rezeis;
  if (typeof mark !== "object" || mark === null || !("subscriptionId" in mark)) return null;
  return typeof mark.subscriptionId === "string" ? mark.subscriptionId : null;
}

/**
 * Whether a panel user found under a subscription's name may be adopted. The mark decides; without one our
 * own username scheme does. A hand-made user that merely bears the name is never touched.
 */
export function mayAdopt(
  found: { username: string; metadata: Record<string, unknown> | null },
  subscription: { id: string; panelUsername: string },
): boolean {
  const marked = markedSubscription(found.metadata);
  if (marked !== null) return marked === subscription.id;
  return found.username === subscription.panelUsername && isOurUsername(found.username);
}
