import { eq } from "drizzle-orm";
import { encode } from "next-auth/jwt";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { adminRefreshTokens, adminSessions } from "@/db/schema/team";
import { testDatabase } from "@/db/testing";
import { currentAdmin } from "@/server/auth/admin-session";
import { systemContext } from "@/server/core/context";
import { env } from "@/server/core/env";
import { createAdmin, type SignInStep, signInWithPassword } from "@/server/domains/team";
import { POST as refresh } from "./refresh/route";
import { GET as resume } from "./resume/route";
import { POST as signOut } from "./sign-out/route";

/** The routes that give and take tokens, as a browser sees them. */
const jar = vi.hoisted(() => new Map<string, string>());
vi.mock("next/headers", () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
  }),
}));

const { db } = await testDatabase();
const login = { email: "ann@example.com", password: "correct horse" };
const home = { address: "203.0.113.7", userAgent: "Firefox/140.0" };
const { id: adminId } = await createAdmin(systemContext("test"), {
  ...login,
  name: "Ann",
  role: "admin",
});

const opened = (step: SignInStep) => {
  if (step.kind !== "signed_in") throw new Error(step.kind);
  return step.session;
};
let session: ReturnType<typeof opened>;
beforeEach(async () => {
  jar.clear();
  session = opened(await signInWithPassword(systemContext("test"), { ...login, ...home }));
});

type Options = { token?: string; headers?: Record<string, string>; url?: string };
function request({ token, headers = {}, url = "http://shop.test/api/auth/refresh" }: Options) {
  const cookie: Record<string, string> =
    token === undefined ? {} : { cookie: `theme=dark; rezeis.refresh=${token}` };
  return new Request(url, {
    headers: {
      "x-rezeis-peer": "203.0.113.7",
      "user-agent": "Firefox/140.0",
      ...cookie,
      ...headers,
    },
    method: url.includes("resume") ? "GET" : "POST",
  });
}

/** The cookies an answer sets, with their attributes. */
const cookiesOf = (answer: Response) =>
  Object.fromEntries(
    answer.headers.getSetCookie().map((line) => {
      const [pair = "", ...attributes] = line.split("; ");
      const [name = "", value = ""] = pair.split("=");
      return [name, { value, attributes }];
    }),
  );

/** Time passes for tokens that were turned in. */
const age = (seconds: number) =>
  db.update(adminRefreshTokens).set({ rotatedAt: new Date(Date.now() - seconds * 1000) });

describe("POST refresh", () => {
  it("gives 20 tabs one successor, and each an access token that works", async () => {
    const token = session.refreshToken;
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(request({ token }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const given = answers.map(cookiesOf);
    expect(new Set(given.map((cookies) => cookies["rezeis.refresh"]?.value)).size).toBe(1);
    for (const cookies of given) {
      jar.set("rezeis.session", cookies["rezeis.session"]?.value ?? "");
      expect(await currentAdmin()).toMatchObject({ id: adminId });
    }
  });

  it("sets cookies that no script sees and no other site sends", async () => {
    const answer = await refresh(
      request({ token: session.refreshToken, headers: { "x-forwarded-proto": "https" } }),
    );
    const given = cookiesOf(answer);
    const common = ["HttpOnly", "SameSite=Lax", "Secure"];
    expect(given["rezeis.session"]?.attributes).toEqual(["Path=/", "Max-Age=900", ...common]);
    expect(given["rezeis.refresh"]?.attributes).toEqual([
      "Path=/api/auth",
      expect.stringMatching(/^Max-Age=60479\d$/),
      ...common,
    ]);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    const plain = await refresh(request({ token: session.refreshToken }));
    expect(cookiesOf(plain)["rezeis.session"]?.attributes).not.toContain("Secure");
  });

  it("ends the family of a token that comes again after the grace, and says so in the audit log", async () => {
    const stolen = session.refreshToken;
    const next = cookiesOf(await refresh(request({ token: stolen })));
    await age(31);
    const thief = { "x-rezeis-peer": "198.51.100.66", "user-agent": "curl/8" };
    const answer = await refresh(request({ token: stolen, headers: thief }));
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: "session_over" });
    expect(cookiesOf(answer)["rezeis.session"]).toMatchObject({ value: "" });
    jar.set("rezeis.session", next["rezeis.session"]?.value ?? "");
    expect(await currentAdmin()).toBeNull();
    const after = await refresh(request({ token: next["rezeis.refresh"]?.value }));
    expect(after.status).toBe(401);
    const entries = await db
      .select()
      .from(auditLog)
      .where(eq(auditLog.action, "team.refreshReuse"));
    expect(entries).toContainEqual(
      expect.objectContaining({
        subjectId: adminId,
        before: expect.objectContaining({ session: session.sessionId }),
        after: { address: "198.51.100.66", device: "curl" },
      }),
    );
  });

  it.each([
    ["no token", undefined],
    ["an empty one", ""],
    ["a short one", "x"],
    ["an escape", "%00"],
    ["a long one", "a".repeat(9000)],
  ])("refuses %s", async (_what, token) => {
    expect((await refresh(request({ token }))).status).toBe(401);
  });

  it("refuses another site's page, and leaves the session as it is", async () => {
    const { refreshToken: token } = session;
    const foreign: Record<string, string>[] = [
      { "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", host: "shop.test" },
    ];
    for (const headers of foreign) {
      const answer = await refresh(request({ token, headers }));
      expect(answer.status).toBe(403);
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    const own = { "sec-fetch-site": "same-origin", origin: "https://shop.test" };
    expect((await refresh(request({ token, headers: own }))).status).toBe(200);
  });
});

describe("GET resume", () => {
  const url = (next: string) => `http://shop.test/api/auth/resume?next=${encodeURIComponent(next)}`;

  it("leads on to the page with new tokens", async () => {
    const answer = await resume(
      request({ token: session.refreshToken, url: url("/admin/orders?status=paid") }),
    );
    expect(answer.status).toBe(307);
    expect(answer.headers.get("location")).toBe("/admin/orders?status=paid");
    expect(cookiesOf(answer)["rezeis.session"]?.value).not.toBe("");
  });

  it("leads to no other site", async () => {
    const answer = await resume(
      request({ token: session.refreshToken, url: url("//evil.example/admin") }),
    );
    expect(answer.headers.get("location")).toBe("/admin");
  });

  it("leads to the sign-in page, and back afterwards, when the session is over", async () => {
    const answer = await resume(request({ token: "old", url: url("/admin/orders?x=1") }));
    expect(answer.headers.get("location")).toBe("/sign-in?next=%2Fadmin%2Forders%3Fx%3D1");
    const cookies = cookiesOf(answer);
    expect(cookies["rezeis.refresh"]).toMatchObject({ value: "" });
    expect(cookies["rezeis.refresh"]?.attributes).toContain("Max-Age=0");
  });
});

describe("an access token", () => {
  const token = (claims: Record<string, unknown>, maxAge = 900, secret = env().AUTH_SECRET ?? "") =>
    encode({ token: claims, secret, maxAge });

  it("is refused once its time is over, another secret's, or without a session", async () => {
    const claims = session.accessClaims;
    jar.set("rezeis.session", await token(claims));
    expect(await currentAdmin()).toMatchObject({ id: adminId });
    for (const bad of [
      await token(claims, -60),
      await token(claims, 900, "another secret that is long enough"),
      await token({ sub: claims.sub }),
      await token({ ...claims, sid: "ses_unknown" }),
      "junk",
    ]) {
      jar.set("rezeis.session", bad);
      expect(await currentAdmin()).toBeNull();
    }
  });

  it("stops with its session, at once", async () => {
    const access = await token(session.accessClaims);
    jar.set("rezeis.session", access);
    const answer = await signOut(
      new Request("http://shop.test/api/auth/sign-out", {
        method: "POST",
        headers: { cookie: `rezeis.session=${access}` },
      }),
    );
    expect(answer.status).toBe(200);
    expect(Object.values(cookiesOf(answer)).map(({ value }) => value)).toEqual(["", "", ""]);
    expect(await currentAdmin()).toBeNull();
    expect((await refresh(request({ token: session.refreshToken }))).status).toBe(401);
    const [row] = await db
      .select()
      .from(adminSessions)
      .where(eq(adminSessions.id, session.sessionId));
    expect(row?.endedWhy).toBe("signed_out");
  });
});
