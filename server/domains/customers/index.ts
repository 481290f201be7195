export { setLocale, suspendCustomer, updateCustomerNote } from "./change-customer";
export { lockCustomer } from "./internal";
export { customerTimeline, getCustomer, listCustomers, searchEverything } from "./queries";
export {
  forgetPromoCode,
  joinGroup,
  raisePersonalDiscount,
  rememberPromoCode,
} from "./receive";
export { createCustomerSession, findCustomerSession } from "./sessions";
export { upsertTelegramCustomer } from "./upsert-telegram-customer";
