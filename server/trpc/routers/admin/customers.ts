import { z } from "zod";
import { may } from "@/server/core/context";
import {
  addNote,
  changeTags,
  customerTimeline,
  deleteNote,
  editNote,
  erasePerson,
  exportPerson,
  getCustomer,
  listCustomers,
  listNotes,
  listTags,
  pinNote,
  renameTag,
  restoreNote,
  searchEverything,
  setLocale,
  suspendCustomer,
  viewAsCustomer,
} from "@/server/domains/customers";
import {
  addNoteInput,
  changeTagsInput,
  customerInput,
  editNoteInput,
  erasePersonInput,
  listCustomersInput,
  noteInput,
  pinNoteInput,
  renameTagInput,
  searchInput,
  setLocaleInput,
  suspendCustomerInput,
  timelineInput,
} from "@/server/domains/customers/schemas";
import { adjustCredit, customerCredit } from "@/server/domains/ledger";
import { adjustCreditInput } from "@/server/domains/ledger/schemas";
import { sendOperatorMessage } from "@/server/domains/notifications";
import { customerWorth } from "@/server/domains/orders";
import { listCustomerSubscriptions } from "@/server/domains/subscriptions";
import { isCurrency, money } from "@/server/rules/money";
import { adminProcedure, router } from "../../init";

const read = adminProcedure("customers.read");
const write = adminProcedure("customers.write");

export const customersRouter = router({
  list: read.input(listCustomersInput).query(({ ctx, input }) => listCustomers(ctx.domain, input)),
  get: read.input(customerInput).query(async ({ ctx, input }) => {
    const customer = await getCustomer(ctx.domain, input);
    const [subscriptions, worth, credit] = await Promise.all([
      may(ctx.domain, "subscriptions.read") ? listCustomerSubscriptions(ctx.domain, input) : [],
      may(ctx.domain, "orders.read") ? customerWorth(ctx.domain, input) : null,
      customerCredit(ctx.domain, input),
    ]);
    return {
      customer,
      // The link is the VPN itself: whoever needs it opens the subscription.
      subscriptions: subscriptions.map(({ url: _url, ...view }) => view),
      worth,
      credit: credit.flatMap(({ amount, currency }) =>
        isCurrency(currency) && amount !== 0n ? [money(amount, currency)] : [],
      ),
    };
  }),
  timeline: read
    .input(timelineInput)
    .query(({ ctx, input }) => customerTimeline(ctx.domain, input)),
  search: read.input(searchInput).query(({ ctx, input }) => searchEverything(ctx.domain, input)),
  notes: read.input(customerInput).query(({ ctx, input }) => listNotes(ctx.domain, input)),
  addNote: write.input(addNoteInput).mutation(({ ctx, input }) => addNote(ctx.domain, input)),
  editNote: write.input(editNoteInput).mutation(({ ctx, input }) => editNote(ctx.domain, input)),
  pinNote: write.input(pinNoteInput).mutation(({ ctx, input }) => pinNote(ctx.domain, input)),
  deleteNote: write.input(noteInput).mutation(({ ctx, input }) => deleteNote(ctx.domain, input)),
  restoreNote: write.input(noteInput).mutation(({ ctx, input }) => restoreNote(ctx.domain, input)),
  tags: read.query(({ ctx }) => listTags(ctx.domain)),
  changeTags: write
    .input(changeTagsInput)
    .mutation(({ ctx, input }) => changeTags(ctx.domain, input)),
  renameTag: write.input(renameTagInput).mutation(({ ctx, input }) => renameTag(ctx.domain, input)),
  setLocale: write.input(setLocaleInput).mutation(({ ctx, input }) => setLocale(ctx.domain, input)),
  suspend: write
    .input(suspendCustomerInput)
    .mutation(({ ctx, input }) => suspendCustomer(ctx.domain, input)),
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
  viewAs: adminProcedure("customers.impersonate")
    .input(customerInput)
    .mutation(({ ctx, input }) => viewAsCustomer(ctx.domain, input)),
  message: adminProcedure("customers.message")
    .input(customerInput.extend({ message: z.string().max(3500) }))
    .mutation(({ ctx, input }) => sendOperatorMessage(ctx.domain, input)),
});
