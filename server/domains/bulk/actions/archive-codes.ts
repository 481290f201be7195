import { sql } from "drizzle-orm";
import { z } from "zod";
import { archivePromoCode, restorePromoCode } from "@/server/domains/promocodes";
import { bulkAction } from "../contract";

export const archiveCodes = bulkAction({
  subject: "promo_code",
  permissions: ["promocodes.write"],
  input: z.object({}),
  skip: () => sql`case when s.archived_at is not null then 'archived' end`,
  run: (ctx, { subjectId }) => archivePromoCode(ctx, { promoCodeId: subjectId }),
  undo: { action: "restoreCodes", input: () => ({}) },
});

export const restoreCodes = bulkAction({
  subject: "promo_code",
  permissions: ["promocodes.write"],
  input: z.object({}),
  skip: () => sql`case when s.archived_at is null then 'not_archived' end`,
  run: (ctx, { subjectId }) => restorePromoCode(ctx, { promoCodeId: subjectId }),
  undo: { action: "archiveCodes", input: () => ({}) },
});
