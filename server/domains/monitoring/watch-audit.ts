import type { Ctx } from "@/server/core/context";
import { type AuditProof, verifyAudit } from "@/server/domains/audit";
import { raiseAlert, resolveAlert } from "./raise-alert";

/** The nightly walk: an alert while the log does not hold. The newest seal goes to the application's own log. */
export async function watchAudit(ctx: Ctx): Promise<AuditProof> {
  const proof = await verifyAudit(ctx);
  ctx.log.info({ checked: proof.checked, head: proof.head }, "the audit log was walked");
  const alert = { kind: "audit_broken", key: "chain" } as const;
  if (!proof.broken) {
    await resolveAlert(ctx, alert);
    return proof;
  }
  const place = "seq" in proof.broken ? proof.broken.seq : proof.broken.position;
  await raiseAlert(ctx, {
    ...alert,
    severity: "critical",
    details: { what: proof.broken.kind, place },
    href: "/admin/audit",
  });
  return proof;
}
