export { cancelBulk } from "./cancel-bulk";
export { listBulkActions } from "./list-bulk-actions";
export { previewBulk } from "./preview-bulk";
export { getBulkRun, listBulkItems, listBulkRuns } from "./queries";
export { retryBulk } from "./retry-bulk";
export { resumeBulkRuns } from "./stalled";
export { startBulk } from "./start-bulk";
export { undoBulk } from "./undo-bulk";
export { workBulkRun } from "./work-bulk-run";
