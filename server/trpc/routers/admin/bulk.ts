import {
  cancelBulk,
  getBulkRun,
  listBulkActions,
  listBulkItems,
  listBulkRuns,
  previewBulk,
  retryBulk,
  startBulk,
  undoBulk,
} from "@/server/domains/bulk";
import {
  bulkRunInput,
  listBulkActionsInput,
  listBulkItemsInput,
  listBulkRunsInput,
  previewBulkInput,
  startBulkInput,
} from "@/server/domains/bulk/schemas";
import { adminProcedure, router } from "../../init";

/** The door is for whoever may see people; each action asks inside for what it asks for on one row. */
const door = adminProcedure("customers.read");

export const bulkRouter = router({
  actions: door
    .input(listBulkActionsInput)
    .query(({ ctx, input }) => listBulkActions(ctx.domain, input)),
  list: door.input(listBulkRunsInput).query(({ ctx, input }) => listBulkRuns(ctx.domain, input)),
  get: door.input(bulkRunInput).query(({ ctx, input }) => getBulkRun(ctx.domain, input)),
  items: door.input(listBulkItemsInput).query(({ ctx, input }) => listBulkItems(ctx.domain, input)),
  preview: door.input(previewBulkInput).query(({ ctx, input }) => previewBulk(ctx.domain, input)),
  start: door.input(startBulkInput).mutation(({ ctx, input }) => startBulk(ctx.domain, input)),
  cancel: door.input(bulkRunInput).mutation(({ ctx, input }) => cancelBulk(ctx.domain, input)),
  retry: door.input(bulkRunInput).mutation(({ ctx, input }) => retryBulk(ctx.domain, input)),
  undo: door.input(bulkRunInput).mutation(({ ctx, input }) => undoBulk(ctx.domain, input)),
});
