import {
  changeView,
  deleteView,
  listViews,
  orderViews,
  restoreView,
  saveView,
  setDefaultView,
} from "@/server/domains/team";
import {
  changeViewInput,
  orderViewsInput,
  saveViewInput,
  setDefaultViewInput,
  viewInput,
} from "@/server/domains/team/schemas";
import { enrolledProcedure, router } from "../../init";

/** Which lists' views, the verbs decide: a view is seen by whoever may read its list. */
export const viewsRouter = router({
  list: enrolledProcedure.query(({ ctx }) => listViews(ctx.domain)),
  save: enrolledProcedure
    .input(saveViewInput)
    .mutation(({ ctx, input }) => saveView(ctx.domain, input)),
  change: enrolledProcedure
    .input(changeViewInput)
    .mutation(({ ctx, input }) => changeView(ctx.domain, input)),
  remove: enrolledProcedure
    .input(viewInput)
    .mutation(({ ctx, input }) => deleteView(ctx.domain, input)),
  restore: enrolledProcedure
    .input(viewInput)
    .mutation(({ ctx, input }) => restoreView(ctx.domain, input)),
  reorder: enrolledProcedure
    .input(orderViewsInput)
    .mutation(({ ctx, input }) => orderViews(ctx.domain, input)),
  setDefault: enrolledProcedure
    .input(setDefaultViewInput)
    .mutation(({ ctx, input }) => setDefaultView(ctx.domain, input)),
});
