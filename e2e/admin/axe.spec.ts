import { expect, type Page, test } from "@playwright/test";
import { signIn } from "../fixtures/admin";
import { pagesBelow, seriousFindings } from "../fixtures/axe";

/** Lists whose first row leads to a page of its own. */
const LISTS = "customers subscriptions orders payments promocodes partners catalog".split(" ");

const shown = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on any page of the dashboard in the ${theme} theme`, async ({
    page,
  }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    await page.goto("/sign-in");
    const findings = await seriousFindings(page);
    await signIn(page);
    const pages = pagesBelow("(admin)");
    expect(pages.length).toBeGreaterThan(15);
    for (const path of pages) {
      await page.goto(path);
      await shown(page);
      findings.push(...(await seriousFindings(page)));
    }
    for (const list of LISTS) {
      await page.goto(`/admin/${list}`);
      const link = page.locator(`main a[href^="/admin/${list}/"]:not([href$="/program"])`).first();
      const address = await link.getAttribute("href");
      await page.goto(address ?? "");
      await shown(page);
      findings.push(...(await seriousFindings(page)));
    }
    expect(findings).toEqual([]);
  });
}
