export { adjustCredit } from "./adjust-credit";
export { postJournal } from "./post-journal";
export { proveBalances } from "./prove-balances";
export { creditHistory, customerCredit, getBalance, journalsOf } from "./queries";
export type { EntryInput } from "./schemas";
