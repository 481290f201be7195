"use client";

import { useMay } from "@/components/layout/may";
import type { BulkList } from "@/server/domains/bulk/schemas";
import { BULK_NEEDS } from "@/server/rules/bulk";

/** Whether boxes stand before the rows of a list: for those only who may do something to many of them. */
export const useMayChoose = (list: BulkList): boolean => BULK_NEEDS[list].some(useMay());
