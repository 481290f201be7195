import {
  confirmImport,
  diagnoseConnection,
  getImport,
  getPanelState,
  listDrift,
  listImportRows,
  listNodes,
  listPanelEvents,
  listSquads,
  listSyncRuns,
  repairDrift,
  replayPanelEvent,
  startImport,
  startSync,
} from "@/server/domains/remnawave";
import {
  listDriftInput,
  listImportRowsInput,
  listPanelEventsInput,
  listSyncRunsInput,
  panelEventInput,
  repairDriftInput,
  runInput,
} from "@/server/domains/remnawave/schemas";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("remnawave.read");
const write = adminProcedure("remnawave.write");

export const remnawaveRouter = router({
  state: read.query(({ ctx }) => getPanelState(ctx.domain)),
  diagnose: adminProcedure("remnawave.read").mutation(({ ctx }) => diagnoseConnection(ctx.domain)),
  nodes: read.query(({ ctx }) => listNodes(ctx.domain)),
  squads: adminProcedure("catalog.read").query(({ ctx }) => listSquads(ctx.domain)),
  syncRuns: read
    .input(listSyncRunsInput)
    .query(({ ctx, input }) => listSyncRuns(ctx.domain, input)),
  drift: read.input(listDriftInput).query(({ ctx, input }) => listDrift(ctx.domain, input)),
  events: read
    .input(listPanelEventsInput)
    .query(({ ctx, input }) => listPanelEvents(ctx.domain, input)),
  importRun: read.input(runInput).query(({ ctx, input }) => getImport(ctx.domain, input)),
  importRows: read
    .input(listImportRowsInput)
    .query(({ ctx, input }) => listImportRows(ctx.domain, input)),
  startSync: write.mutation(({ ctx }) => startSync(ctx.domain)),
  startImport: write.mutation(({ ctx }) => startImport(ctx.domain)),
  confirmImport: write
    .input(runInput)
    .mutation(({ ctx, input }) => confirmImport(ctx.domain, input)),
  repair: write
    .input(repairDriftInput)
    .mutation(({ ctx, input }) => repairDrift(ctx.domain, input)),
  replayEvent: write
    .input(panelEventInput)
    .mutation(({ ctx, input }) => replayPanelEvent(ctx.domain, input)),
});
