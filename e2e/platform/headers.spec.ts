import { expect, test } from "@playwright/test";
import config from "../../playwright.config";
import { signIn } from "../fixtures/admin";
import { pagesBelow } from "../fixtures/axe";
import { establishedCustomer, launchUrl } from "../fixtures/shop";

// The stand-in for Telegram's site counts as the internet, and this machine as a local network: browsers keep
// the two apart by a rule of their own, which is not what is looked at here.
const launchOptions = config.use?.launchOptions;
test.use({
  launchOptions: {
    ...launchOptions,
    args: [...(launchOptions?.args ?? []), "--disable-features=LocalNetworkAccessChecks"],
  },
});

const PAGES = ["/", "/sign-in", "/demo", "/demo/chat", "/open/happ", "/not/there"];
const directive = (policy: string, name: string) =>
  policy.split("; ").find((part) => part.startsWith(`${name} `)) ?? "";

test("every page tells browsers what it may do, each time with a nonce of its own", async ({
  page,
  request,
}) => {
  test.setTimeout(120_000);
  await signIn(page);
  const nonces = new Set<string>();
  const paths = [...PAGES, ...pagesBelow("(admin)"), ...pagesBelow("(miniapp)")];
  for (const path of paths) {
    const answer = await page.request.get(path, { maxRedirects: 0 });
    const headers = answer.headers();
    const policy = headers["content-security-policy"] ?? "";
    const scripts = directive(policy, "script-src");
    expect(scripts, path).toMatch(/^script-src 'self' 'nonce-[\w+/=]{20,}' 'strict-dynamic'$/);
    nonces.add(scripts);
    for (const [name, value] of [
      ["object-src", "'none'"],
      ["base-uri", "'none'"],
      ["form-action", "'self'"],
    ] as const) {
      expect(directive(policy, name), path).toBe(`${name} ${value}`);
    }
    const isFramed = path.startsWith("/miniapp");
    expect(directive(policy, "frame-ancestors").includes("'none'"), path).toBe(!isFramed);
    expect(headers["x-frame-options"], path).toBe(isFramed ? undefined : "DENY");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("strict-origin-when-cross-origin");
    expect(headers["permissions-policy"], path).toContain("camera=()");
    expect(headers["x-powered-by"], path).toBeUndefined();
    expect(headers["cache-control"], path).toContain("no-store");
    // Every inline script carries it; one that does not is never run.
    const html = await answer.text();
    const nonce = /'nonce-([^']+)'/.exec(scripts)?.[1] ?? "-";
    for (const [tag] of html.matchAll(/<script\b[^>]*>/g)) {
      expect(tag, path).toContain(`nonce="${nonce}"`);
    }
  }
  expect(nonces.size).toBe(paths.length);
  for (const path of ["/api/health", "/api/trpc/miniapp.customer.me", "/api/nothing"]) {
    const { "content-security-policy": policy } = (await request.get(path)).headers();
    expect(policy, path).toBe("default-src 'none'; frame-ancestors 'none'");
  }
});

test("https is promised to those who come by it", async ({ request }) => {
  const headers = { "x-forwarded-proto": "https" };
  const answer = await request.get("/sign-in", { headers });
  expect(answer.headers()["strict-transport-security"]).toMatch(/^max-age=\d{8}/);
});

test("Telegram may show the Mini App in a frame, and nobody the dashboard", async ({
  page,
  baseURL,
}) => {
  const customer = await establishedCustomer(page.request);
  const launch = await launchUrl(page.request, customer);
  await page.route("https://web.telegram.org/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<iframe name="app" width="390" height="700" src="${baseURL}${launch}"></iframe>
        <iframe name="office" src="${baseURL}/sign-in"></iframe>`,
    }),
  );
  await page.goto("https://web.telegram.org/a/");
  const app = page.frameLocator('iframe[name="app"]');
  await expect(app.locator("html")).toHaveClass(/\btg\b/);
  await expect(app.locator("body")).not.toBeEmpty();
  expect(page.frame("office")?.url()).toMatch(/^chrome-error:/);

  await page.route("https://elsewhere.example/**", (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<iframe name="app" src="${baseURL}${launch}"></iframe>`,
    }),
  );
  await page.goto("https://elsewhere.example/");
  await expect.poll(() => page.frame("app")?.url()).toMatch(/^chrome-error:/);
});

test("a script that the page did not bring is not run", async ({ page }) => {
  await page.goto("/sign-in");
  const ran = await page.evaluate(
    () =>
      new Promise<boolean>((resolve) => {
        document.addEventListener("securitypolicyviolation", () => resolve(false), { once: true });
        const inline = document.createElement("div");
        inline.setAttribute("onclick", "document.title = 'run'");
        document.body.append(inline);
        inline.click();
        if (document.title === "run") resolve(true);
      }),
  );
  expect(ran).toBe(false);
});
