import { creditHistory, customerCredit } from "@/server/domains/ledger";
import { creditHistoryInput } from "@/server/domains/ledger/schemas";
import { topupCurrencies } from "@/server/domains/payments";
import { isCurrency, money } from "@/server/rules/money";
import { customerProcedure, router } from "../../init";

export const creditRouter = router({
  balances: customerProcedure.query(async ({ ctx: { domain, customerId } }) => {
    const balances = await customerCredit(domain, { customerId });
    return balances.flatMap(({ amount, currency }) =>
      isCurrency(currency) && amount !== 0n ? [money(amount, currency)] : [],
    );
  }),
  topupCurrencies: customerProcedure.query(({ ctx: { domain, customerId } }) =>
    topupCurrencies(domain, { customerId }),
  ),
  history: customerProcedure
    .input(creditHistoryInput.omit({ customerId: true }))
    .query(({ ctx: { domain, customerId }, input }) =>
      creditHistory(domain, { ...input, customerId }),
    ),
});
