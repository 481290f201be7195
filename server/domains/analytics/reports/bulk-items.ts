import { requirePermission } from "@/server/core/context";
import { listBulkItems } from "@/server/domains/bulk";
import { listBulkItemsInput } from "@/server/domains/bulk/schemas";
import { listed, PAGE, type Report } from "./contract";

/** The result of one bulk run, row by row; reasons are codes. */
export const bulkItems: Report = {
  columns: ["position", "id", "name", "outcome", "reason", "at"],
  async page(ctx, { status, ...filters }, cursor) {
    requirePermission(ctx, "customers.read");
    // A result is of one run: without one there is nothing to tell.
    if (!filters.runId) return { rows: [], nextCursor: null };
    const input = listBulkItemsInput.parse({
      ...filters,
      status: listed(status),
      cursor,
      limit: PAGE,
    });
    const { rows, nextCursor } = await listBulkItems(ctx, input);
    return {
      nextCursor,
      rows: rows.map((row) => [
        row.position,
        row.subjectId,
        row.label,
        row.status,
        row.error,
        row.at,
      ]),
    };
  },
};
