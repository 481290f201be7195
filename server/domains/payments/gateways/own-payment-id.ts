/**
 * Our payment's id in what a provider carries for us; undefined where another application of the same merchant
 * wrote it. Our ids are in small letters, whatever a provider makes of them.
 */
export function ownPaymentId(metadata: Record<string, unknown> | null | undefined) {
  const id = metadata?.payment_id;
  return typeof id === "string" && /^pay_[0-9a-z]{26}$/i.test(id) ? id.toLowerCase() : undefined;
}
