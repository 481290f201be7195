import { AppError } from "@/server/core/errors";
import { isCardNumber, isIban, isPhone } from "@/server/rules/payout-details";
import { definePayoutMethod } from "./contract";

const FORMS = {
  iban: {
    fits: isIban,
    code: "payout_account_iban",
    message: "This is not an IBAN. Copy it from your bank: two letters, two digits, then the rest.",
  },
  card: {
    fits: isCardNumber,
    code: "payout_account_card",
    message: "This is not a card number. Enter the 13 to 19 digits on the card's front.",
  },
  phone: {
    fits: isPhone,
    code: "payout_account_phone",
    message: "This is not a phone number. Enter it with + and the country's code.",
  },
} as const;

/** Sent by a person from the operator's bank; the queue is exported for it. */
export const bankTransfer = definePayoutMethod({
  id: "bank_transfer",
  label: { en: "Bank transfer", ru: "Банковский перевод" },
  arrives: { en: "in 3 to 5 days", ru: "за 3–5 дней" },
  currency: null,
  instant: false,
  rules: ({ bankEnabled, bankMinimum, bankFeeBp }) => ({
    enabled: bankEnabled,
    minimum: BigInt(bankMinimum),
    feeBp: bankFeeBp,
  }),
  checkDetails(details) {
    const form = FORMS[details.form];
    if (details.account === "") {
      throw new AppError(
        "validation",
        "payout_account_empty",
        "Enter the account, card or phone number the money is to be sent to.",
        { field: "account" },
      );
    }
    if (!form.fits(details.account)) {
      throw new AppError("validation", form.code, form.message, { field: "account" });
    }
    if (details.holder === "") {
      throw new AppError(
        "validation",
        "payout_holder_empty",
        "Enter the name the account belongs to: banks ask for it.",
        { field: "holder" },
      );
    }
    const account = details.account.replace(/[\s()-]/g, "").toUpperCase();
    return { ...details, account };
  },
  hide: ({ account, bank }) => [bank, `•• ${account.slice(-4)}`].filter(Boolean).join(" "),
});
