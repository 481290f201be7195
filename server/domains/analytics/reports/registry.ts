import { audit } from "./audit";
import { bulkItems } from "./bulk-items";
import type { Report } from "./contract";
import { customers } from "./customers";
import { orders } from "./orders";
import { partners } from "./partners";
import { payments } from "./payments";
import { payouts } from "./payouts";
import { promoRedemptions } from "./promo-redemptions";
import { promocodes } from "./promocodes";
import { rewards } from "./rewards";
import { subscriptions } from "./subscriptions";

const reports = {
  audit,
  "bulk-items": bulkItems,
  customers,
  orders,
  partners,
  payments,
  payouts,
  "promo-redemptions": promoRedemptions,
  promocodes,
  rewards,
  subscriptions,
} as const satisfies Record<string, Report>;

type ReportId = keyof typeof reports;
export const REPORTS = Object.keys(reports) as ReportId[];

const isReport = (id: string): id is ReportId => Object.hasOwn(reports, id);

export const findReport = (id: string): Report | null => (isReport(id) ? reports[id] : null);
