import { adminSessions } from "@/db/schema/team";
import { systemContext } from "@/server/core/context";
import { newId } from "@/server/core/ids";
import { issueAccessToken } from "../access-token";

const DAY_MS = 86_400_000;

/**
 * The cookie's value that an operator has after signing in. `confirmed`: they have just shown that it is them,
 * so dangerous actions are open to them.
 */
export async function adminToken(adminId: string, { confirmed = true } = {}): Promise<string> {
  const { db, clock } = systemContext("test");
  const now = clock();
  const sid = newId("session");
  await db.insert(adminSessions).values({
    id: sid,
    adminId,
    method: "password",
    userAgent: "",
    address: "127.0.0.1",
    confirmedAt: confirmed ? now : null,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: new Date(now.getTime() + DAY_MS),
  });
  return issueAccessToken({ sub: adminId, sid });
}
