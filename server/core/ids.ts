import { typeid } from "typeid-js";

/** Prefixes of every id. TypeIDs are UUIDv7 underneath: sortable by time of creation. */
export const ID_PREFIXES = {
  admin: "adm",
  customer: "cus",
  plan: "pln",
  planDuration: "dur",
  order: "ord",
  payment: "pay",
  refund: "rfd",
  gatewayEvent: "gev",
  subscription: "sub",
  grant: "grt",
  account: "acc",
  journal: "jrn",
  outbox: "evt",
  audit: "aud",
  syncRun: "syn",
  panelEvent: "pev",
  importRun: "imp",
  notification: "ntf",
  session: "ses",
  request: "req",
  addon: "adn",
  subscriptionAddon: "sad",
  promoCode: "prm",
  redemption: "rdm",
  trialClaim: "trl",
  campaign: "cmp",
  referral: "ref",
  reward: "rwd",
  partner: "prt",
  commission: "com",
  payout: "pyt",
  savedMethod: "mtd",
  renewal: "rnw",
  role: "rol",
  oneTimeSecret: "ots",
  savedView: "viw",
  note: "nte",
  bulkRun: "blk",
} as const;

export type IdKind = keyof typeof ID_PREFIXES;

/** A fresh id, e.g. `ord_01jd…`. */
export const newId = (kind: IdKind): string => typeid(ID_PREFIXES[kind]).toString();
