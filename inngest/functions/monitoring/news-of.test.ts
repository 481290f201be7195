import { expect, it } from "vitest";
import { newsOf } from "./news-of";

it("tells operators and the customer concerned, by ids alone", () => {
  const data = { customerId: "cus_1", journalId: "jrn_1", amount: "100000", currency: "RUB" };
  expect(newsOf({ name: "ledger/credit.changed", data })).toEqual({
    channels: ["private-admin", "private-customer-cus_1"],
    news: { name: "ledger/credit.changed", data: { customerId: "cus_1", journalId: "jrn_1" } },
  });
});

it("tells operators alone what concerns no customer", () => {
  const data = { kind: "panel_down", key: "panel" };
  expect(newsOf({ name: "monitoring/alert.changed", data })).toEqual({
    channels: ["private-admin"],
    news: { name: "monitoring/alert.changed", data: {} },
  });
});
