import { sha256Hex } from "@/server/core/crypto";

/**
 * What a partner calls a buyer by: the same for all their purchases, another one for every partner, and nothing
 * that leads back to the person.
 */
export const buyerCode = (row: { partnerId: string; customerId: string | null }): string | null =>
  row.customerId && sha256Hex(`${row.partnerId}:${row.customerId}`).slice(0, 6).toUpperCase();
