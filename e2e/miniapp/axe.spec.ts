import { expect, type Page, test } from "@playwright/test";
import { pagesBelow, seriousFindings } from "../fixtures/axe";
import { establishedCustomer, launchUrl } from "../fixtures/shop";

const shown = (page: Page) => expect(page.getByRole("heading", { level: 1 })).toBeVisible();

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing serious on any screen of the Mini App in the ${theme} theme`, async ({
    page,
  }) => {
    test.setTimeout(180_000);
    await page.emulateMedia({ colorScheme: theme, reducedMotion: "reduce" });
    const customer = await establishedCustomer(page.request);
    await page.goto(await launchUrl(page.request, customer, theme));
    await expect(page.locator("[data-subscription]").first()).toBeVisible();
    const findings = await seriousFindings(page);
    const subscription = page.locator('a[href^="/miniapp/subscription/"]').first();
    const address = (await subscription.getAttribute("href")) ?? "";
    const pages = pagesBelow("(miniapp)");
    expect(pages.length).toBeGreaterThan(8);
    for (const path of [...pages, address]) {
      await page.goto(path);
      await shown(page);
      findings.push(...(await seriousFindings(page)));
    }
    expect(findings).toEqual([]);
  });
}
