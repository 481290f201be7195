import { describe, expect, it } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { archiveAddon, listAddons, listAddonsOnSale, restoreAddon, saveAddon } from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const fields = {
  name: { en: "50 GB", ru: "50 ГБ" },
  kind: "traffic" as const,
  quantity: 50n * 2n ** 30n,
  recurring: false,
  planIds: [],
  prices: [{ currency: "RUB" as const, amount: 9900n }],
};

describe("saveAddon", () => {
  it("makes, replaces and archives", async () => {
    const made = await saveAddon(ctx, fields);
    const changed = await saveAddon(ctx, {
      ...fields,
      addonId: made.id,
      prices: [{ currency: "XTR", amount: 50n }],
    });
    expect(changed).toMatchObject({ id: made.id, prices: [{ currency: "XTR", amount: 50n }] });
    await archiveAddon(ctx, { addonId: made.id });
    expect(await listAddonsOnSale(ctx)).toEqual([]);
    expect(await listAddons(ctx, { archived: true })).toHaveLength(1);
    expect(await restoreAddon(ctx, { addonId: made.id })).toMatchObject({ archivedAt: null });
    await archiveAddon(ctx, { addonId: made.id });
  });

  it.each([
    [{ quantity: 0n }, /more than nothing/],
    [{ quantity: 2n ** 60n }, /1024 TiB/],
    [{ kind: "devices" as const, quantity: 101n }, /100 devices/],
    [{ prices: [] }, /at least one price/],
    [{ prices: [{ currency: "RUB" as const, amount: -1n }] }, /not negative/],
    [{ name: { en: "", ru: "x" } }, /write a name/],
    [{ planIds: ["pln_none"] }, /no plan pln_none/],
  ])("refuses nonsense %#", async (other, words) => {
    await expect(saveAddon(ctx, { ...fields, ...other })).rejects.toMatchObject({
      kind: "validation",
      message: expect.stringMatching(words),
    });
  });

  it("does not turn traffic into devices", async () => {
    const { id } = await saveAddon(ctx, fields);
    await expect(
      saveAddon(ctx, { ...fields, addonId: id, kind: "devices", quantity: 1n }),
    ).rejects.toMatchObject({ code: "addon_kind_fixed" });
  });
});
