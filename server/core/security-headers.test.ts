import { describe, expect, it } from "vitest";
import { type PageSafety, pageHeaders } from "./security-headers";

const page: PageSafety = { path: "/admin", nonce: "bm9uY2U=", secure: true, realtimeHost: null };
const directives = (more: Partial<PageSafety> = {}) => {
  const policy = pageHeaders({ ...page, ...more })["Content-Security-Policy"] ?? "";
  return Object.fromEntries(
    policy.split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values];
    }),
  );
};

describe("what browsers are told about a page", () => {
  it("lets scripts run by their nonce alone", () => {
    const { "script-src": scripts, "object-src": objects, "base-uri": base } = directives();
    expect(scripts).toEqual(["'self'", "'nonce-bm9uY2U='", "'strict-dynamic'"]);
    expect([objects, base]).toEqual([["'none'"], ["'none'"]]);
  });

  it.each(["/admin", "/admin/orders", "/sign-in", "/partner", "/", "/miniapp-not", "/demo/chat"])(
    "lets nobody frame %s",
    (path) => {
      expect(directives({ path })["frame-ancestors"]).toEqual(["'none'"]);
      expect(pageHeaders({ ...page, path })["X-Frame-Options"]).toBe("DENY");
    },
  );

  it.each(["/miniapp", "/miniapp/purchase"])("lets Telegram frame %s", (path) => {
    expect(directives({ path })["frame-ancestors"]).toContain("https://web.telegram.org");
    expect(pageHeaders({ ...page, path })["X-Frame-Options"]).toBeUndefined();
  });

  it("lets the page talk to the realtime server, wherever it is", () => {
    expect(directives()["connect-src"]).toEqual(["'self'"]);
    expect(directives({ realtimeHost: "ws.example.com" })["connect-src"]).toContain(
      "wss://ws.example.com",
    );
  });

  it("promises https only where there is https", () => {
    expect(pageHeaders(page)["Strict-Transport-Security"]).toBe("max-age=31536000");
    expect(pageHeaders({ ...page, secure: false })["Strict-Transport-Security"]).toBeUndefined();
  });
});
