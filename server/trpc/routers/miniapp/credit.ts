import { creditHistory, customerCredit } from "@/server/domains/ledger";
import { creditHistoryInput } from "@/server/domains/ledger/schemas";
import { isCurrency, money } from "@/server/rules/money";
import { customerProcedure, router } from "../../init";

export const creditRouter = router({
  balances: customerProcedure.query(async ({ ctx: { domain, customerId } }) => {
    const balances = await customerCredit(domain, { customerId });
    return balances.flatMap(({ amount, currency }) =>
      isCurrency(currency) && amount !== 0n ? [money(amount, currency)] : [],
    );
  }),
  history: customerProcedure
    .input(creditHistoryInput.omit({ customerId: true }))
    .query(({ ctx: { domain, customerId }, input }) =>
      creditHistory(domain, { ...input, customerId }),
    ),
});
