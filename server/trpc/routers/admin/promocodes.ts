import {
  archivePromoCode,
  createPromoCode,
  generatePromoCodes,
  getPromoCode,
  listPromoCodes,
  listRedemptions,
  previewPromoCode,
  restorePromoCode,
  updatePromoCode,
} from "@/server/domains/promocodes";
import {
  createPromoCodeInput,
  generatePromoCodesInput,
  listPromoCodesInput,
  listRedemptionsInput,
  previewPromoCodeInput,
  promoCodeIdInput,
  updatePromoCodeInput,
} from "@/server/domains/promocodes/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("promocodes.read");
const write = adminProcedure("promocodes.write");

export const promocodesRouter = router({
  list: read
    .input(listPromoCodesInput)
    .query(({ ctx, input }) => listPromoCodes(ctx.domain, input)),
  get: read.input(promoCodeIdInput).query(({ ctx, input }) => getPromoCode(ctx.domain, input)),
  redemptions: read
    .input(listRedemptionsInput)
    .query(({ ctx, input }) => listRedemptions(ctx.domain, input)),
  preview: read
    .input(previewPromoCodeInput)
    .query(({ ctx, input }) => previewPromoCode(ctx.domain, input)),
  create: write
    .input(createPromoCodeInput)
    .mutation(({ ctx, input }) => createPromoCode(ctx.domain, input)),
  update: write
    .input(updatePromoCodeInput)
    .mutation(({ ctx, input }) => updatePromoCode(ctx.domain, input)),
  generate: write
    .input(generatePromoCodesInput)
    .mutation(({ ctx, input }) => generatePromoCodes(ctx.domain, input)),
  archive: write
    .input(promoCodeIdInput)
    .mutation(({ ctx, input }) => archivePromoCode(ctx.domain, input)),
  restore: write
    .input(promoCodeIdInput)
    .mutation(({ ctx, input }) => restorePromoCode(ctx.domain, input)),
});
