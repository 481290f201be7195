import { listAudit, verifyAudit } from "@/server/domains/audit";
import { listAuditInput } from "@/server/domains/audit/schemas";
import { adminProcedure, router } from "../../init";

export const auditRouter = router({
  list: adminProcedure("audit.read")
    .input(listAuditInput)
    .query(({ ctx, input }) => listAudit(ctx.domain, input)),
  /** Walks the whole log: a minute for millions of entries. */
  verify: adminProcedure("audit.read").mutation(({ ctx }) => verifyAudit(ctx.domain)),
});
