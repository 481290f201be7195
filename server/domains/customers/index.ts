export { setLocale, suspendCustomer, updateCustomerNote } from "./change-customer";
export { erasePerson } from "./erase-person";
export { exportPerson } from "./export-person";
export { lockCustomer } from "./internal";
export { customerTimeline, getCustomer, listCustomers } from "./queries";
export {
  forgetPromoCode,
  joinGroup,
  raisePersonalDiscount,
  rememberPromoCode,
} from "./receive";
export { searchEverything } from "./search";
export { createCustomerSession, findCustomerSession } from "./sessions";
export { upsertTelegramCustomer } from "./upsert-telegram-customer";
