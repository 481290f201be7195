export { postJournal } from "./post-journal";
export { proveBalances } from "./prove-balances";
export { customerCredit, getBalance, journalsOf } from "./queries";
export type { EntryInput } from "./schemas";
