export { setLocale, suspendCustomer } from "./change-customer";
export { confirmEmail, linkEmail } from "./email-link";
export { askSignInCode, signInWithEmail } from "./email-sign-in";
export { erasePerson } from "./erase-person";
export { exportPerson } from "./export-person";
export { lockCustomer } from "./internal";
export { addNote, deleteNote, editNote, listNotes, pinNote, restoreNote } from "./notes";
export { endOtherOwnSessions, endOwnSession, listOwnSessions } from "./own-sessions";
export { signInPartnerWithTelegram } from "./partner-sign-in";
export { customersMatching, getCustomer, listCustomers } from "./queries";
export {
  forgetPromoCode,
  joinGroup,
  raisePersonalDiscount,
  rememberPromoCode,
} from "./receive";
export { searchEverything } from "./search";
export {
  createCustomerSession,
  findCustomerSession,
  forgetOldCustomerSessions,
} from "./sessions";
export { changeTags, listTags, renameTag } from "./tags";
export { linkTelegram, startTelegramLink, type TelegramLinkOutcome } from "./telegram-link";
export { customerTimeline } from "./timeline";
export { upsertTelegramCustomer } from "./upsert-telegram-customer";
export { endView, findView, viewAsCustomer } from "./view-as";
