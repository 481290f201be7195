export { listAudit } from "./list-audit";
export { recordAudit } from "./record-audit";
export { sealAudit } from "./seal";
export { type AuditProof, verifyAudit } from "./verify";
