import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";

/** What Next and next-auth answer to requests that make no sense, on every route that there is. */
const ROUTES = readdirSync(path.resolve("app/api"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .map((file) => `/api/${path.dirname(file)}`)
  .map((route) =>
    route
      .replace("[...nextauth]", "callback/credentials")
      .replace("[gateway]", "stars")
      .replace("[report]", "orders")
      .replace("[trpc]", "miniapp.customer.me"),
  )
  .sort();
/** Who leaves has left, whatever they say along with it. */
const ALWAYS_DONE = new Set(["POST /api/auth/sign-out"]);
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PROPFIND"];
const STACK = /\bat .+:\d+:\d+|node_modules|\.next\/|SyntaxError|PostgresError/;

for (const route of ROUTES) {
  test(`${route} answers any method and any body without failing`, async ({ request }) => {
    for (const method of METHODS) {
      for (const data of [undefined, '{"a":', "\u0000", "a".repeat(1_500_000)]) {
        if (data !== undefined && ["GET", "HEAD"].includes(method)) continue;
        for (const type of ["application/json", "application/x-www-form-urlencoded", "x/y"]) {
          const what = `${method} ${type} ${String(data).slice(0, 10)}`;
          const answer = await request.fetch(route, {
            method,
            headers: { "content-type": type },
            maxRedirects: 0,
            ...(data === undefined ? {} : { data: Buffer.from(data) }),
          });
          expect(answer.status(), what).toBeLessThan(500);
          if (!["GET", "HEAD"].includes(method) && !ALWAYS_DONE.has(`${method} ${route}`)) {
            expect(answer.status(), what).toBeGreaterThanOrEqual(300);
          }
          expect(await answer.text(), what).not.toMatch(STACK);
        }
      }
    }
  });
}

test("a sign-in with malformed JSON and a body without end are refused with a code", async ({
  request,
}) => {
  const send = (data: string) =>
    request.post("/api/auth/callback/credentials", {
      headers: { "content-type": "application/json" },
      data: Buffer.from(data),
    });
  const broken = await send('{"email":');
  expect(broken.status()).toBe(400);
  expect(await broken.json()).toMatchObject({ error: "invalid_json" });
  const endless = await send("1".repeat(1_000_000));
  expect(endless.status()).toBe(413);
});
