import { z } from "zod";
import { may } from "@/server/core/context";
import {
  customerTimeline,
  erasePerson,
  exportPerson,
  getCustomer,
  listCustomers,
  searchEverything,
  setLocale,
  suspendCustomer,
  updateCustomerNote,
} from "@/server/domains/customers";
import {
  customerInput,
  erasePersonInput,
  listCustomersInput,
  searchInput,
  setLocaleInput,
  suspendCustomerInput,
  updateCustomerNoteInput,
} from "@/server/domains/customers/schemas";
import { adjustCredit, creditHistory, customerCredit } from "@/server/domains/ledger";
import { adjustCreditInput, creditHistoryInput } from "@/server/domains/ledger/schemas";
import { sendOperatorMessage } from "@/server/domains/notifications";
import { listCustomerOrders } from "@/server/domains/orders";
import { listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { isCurrency, money } from "@/server/rules/money";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("customers.read");
const write = adminProcedure("customers.write");

export const customersRouter = router({
  list: read.input(listCustomersInput).query(({ ctx, input }) => listCustomers(ctx.domain, input)),
  get: read.input(customerInput).query(async ({ ctx, input }) => {
    const customer = await getCustomer(ctx.domain, input);
    const [subscriptions, orders, credit] = await Promise.all([
      may(ctx.domain, "subscriptions.read") ? listCustomerSubscriptions(ctx.domain, input) : [],
      may(ctx.domain, "orders.read") ? listCustomerOrders(ctx.domain, input) : [],
      customerCredit(ctx.domain, input),
    ]);
    return {
      customer,
      // The link is the VPN itself: whoever needs it opens the subscription.
      subscriptions: subscriptions.map(({ url: _url, ...view }) => view),
      orders,
      credit: credit.flatMap(({ amount, currency }) =>
        isCurrency(currency) && amount !== 0n ? [money(amount, currency)] : [],
      ),
    };
  }),
  timeline: read
    .input(customerInput)
    .query(({ ctx, input }) => customerTimeline(ctx.domain, input)),
  search: read.input(searchInput).query(({ ctx, input }) => searchEverything(ctx.domain, input)),
  setNote: write
    .input(updateCustomerNoteInput)
    .mutation(({ ctx, input }) => updateCustomerNote(ctx.domain, input)),
  setLocale: write.input(setLocaleInput).mutation(({ ctx, input }) => setLocale(ctx.domain, input)),
  suspend: write
    .input(suspendCustomerInput)
    .mutation(({ ctx, input }) => suspendCustomer(ctx.domain, input)),
  creditHistory: read
    .input(creditHistoryInput)
    .query(({ ctx, input }) => creditHistory(ctx.domain, input)),
  adjustCredit: adminProcedure("credit.write")
    .input(adjustCreditInput)
    .mutation(({ ctx, input }) => adjustCredit(ctx.domain, input)),
  /** A mutation, because that it was taken is written down. */
  exportPerson: adminProcedure("customers.export")
    .input(customerInput)
    .mutation(({ ctx, input }) => exportPerson(ctx.domain, input)),
  erase: adminProcedure("customers.erase")
    .input(erasePersonInput)
    .mutation(({ ctx, input }) => erasePerson(ctx.domain, input)),
  message: adminProcedure("customers.message")
    .input(customerInput.extend({ message: z.string().max(3500) }))
    .mutation(({ ctx, input }) => sendOperatorMessage(ctx.domain, input)),
});
