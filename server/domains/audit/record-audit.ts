import type { Tx } from "@/db/client";
import { auditLog } from "@/db/schema/audit";
import type { Ctx } from "@/server/core/context";
import { hashOfDetails } from "./chain";

export type AuditEntry = {
  /** `<slice>.<verb>` */
  action: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
};

/** Records who did what, in the transaction that did it. Whatever is named like a secret stays out. */
export async function recordAudit(ctx: Ctx<Tx>, entry: AuditEntry): Promise<void> {
  const session = ctx.actor.type === "admin" ? ctx.actor.session : undefined;
  const before = storable(entry.before);
  const after = storable(entry.after);
  await ctx.db.insert(auditLog).values({
    at: ctx.clock(),
    actorType: ctx.actor.type,
    actorId: ctx.actor.id,
    action: entry.action,
    subjectType: entry.subject.type,
    subjectId: entry.subject.id,
    before,
    after,
    detailsHash: hashOfDetails(before, after),
    requestId: ctx.requestId ?? null,
    sessionId: session?.id ?? null,
    address: session?.address ?? null,
  });
}

const SECRET =
  /(password|passphrase|secret|token|api_?key|private_?key|hash|cookie|totp|otp|sealed\w*)$/i;

/** Says what became of a secret, which is no secret. */
const TOLD = /^\[(changed|removed)\]$/;

/** JSON has no bigint: amounts are kept as decimal strings. */
function storable(value: unknown): unknown {
  if (value === undefined) return null;
  return JSON.parse(
    JSON.stringify(value, (key, inner: unknown) => {
      if (typeof inner === "bigint") return inner.toString();
      const hidden = typeof inner === "string" && inner !== "" && SECRET.test(key);
      return hidden && !TOLD.test(inner) ? "[hidden]" : inner;
    }),
  );
}
