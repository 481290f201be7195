import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { refusalWords } from "@/components/miniapp/refusal-words";
import en from "./messages/en/refusals.json";

/** Said to operators, gateways, the panel or nobody: no customer's action can end in one of these. */
const NOT_FOR_CUSTOMERS = new Set(
  `addon_kind_fixed bad_signature body_too_large campaign_exists code_taken credit_gone
  email_taken import_not_ready kind_not_granted not_a_panel_event not_held partner_circle partner_exists
  partner_moved_on payout_being_sent payout_moved_on payout_not_sendable payout_provider_silent
  payout_sends_itself promo_below_uses promo_in_use promo_plan_unknown promo_taken refund_impossible
  refund_only_full refund_too_large reward_decided shares_over_100 stream_cut unknown_plan wrong_credentials
  wrong_password campaign_not_found customer_not_found gateway_event_not_found notification_not_found
  panel_event_not_found partner_not_found payout_not_found promo_code_not_found refund_not_found
  renewal_not_found reward_not_found settings_not_found settings_change_not_found sync_run_not_found session_not_found
  cross_site invalid_json reset_link_over second_factor_needed session_over sign_in_expired
  telegram_not_linked telegram_taken wrong_code passkey_refused
  beyond_own_rights own_account own_role last_owner role_in_use role_name_taken already_signed_in
  admin_not_found role_not_found totp_already_on last_factor second_factor_first passkey_taken passkeys_full
  passkey_not_found customer_erased not_your_note too_many_tags note_not_found gift_gone private_address encryption_key_missing
  bulk_over bulk_action_not_found bulk_wrong_list bulk_grew bulk_too_many bulk_nothing bulk_no_undo bulk_running
  bulk_undone bulk_retried bulk_run_not_found already_erased subscriptions_running
  money_under_way configuration_unreadable configuration_version settings_changed
  nothing_to_view view_over view_not_found not_your_view view_name_taken too_many_views`.split(
    /\s+/,
  ),
);

/** Codes that are put together where they are thrown. */
const COMPUTED =
  `cannot_renew cannot_upgrade trial_off trial_used trial_not_for_you partner_program_off
  partner_on_trial partner_already promo_unknown promo_not_started promo_expired promo_used_up
  promo_not_for_you promo_new_only promo_per_person promo_no_order promo_not_for_this promo_not_for_plan
  promo_not_for_currency promo_min_order payout_address_empty payout_address_trc20 payout_address_ton
  payout_no_telegram payout_account_iban payout_account_card payout_account_phone`.split(/\s+/);

test("every refusal that a customer can meet has words of its own", () => {
  const sources = ["domains", "core", "auth"]
    .flatMap((slice) => {
      const root = path.resolve("server", slice);
      const names = readdirSync(root, { recursive: true, encoding: "utf8" });
      return names.map((name) => path.join(root, name));
    })
    .filter((file) => file.endsWith(".ts") && !file.includes(".test."))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const thrown = [...sources.matchAll(/new AppError\(\s*"\w+",\s*"(\w+)"/g)].map(
    ([, code]) => code,
  );
  const missing = [...sources.matchAll(/notFound\("(\w+)"/g)].map(
    ([, what]) => `${what}_not_found`,
  );
  expect(thrown.length).toBeGreaterThan(30);
  const met = [...thrown, ...missing, ...COMPUTED].filter(
    (code): code is string => code !== undefined && !NOT_FOR_CUSTOMERS.has(code),
  );
  const wordless = [...new Set(met)].filter((code) => !Object.hasOwn(en, code));
  // The session's own refusals are told by the sign-in, which has its own screen.
  expect(wordless.filter((code) => !/^(init_data_|bot_not_)/.test(code))).toEqual([]);
});

test("words carry a failure's values, and a code without words has none", () => {
  const internal = { code: "internal", details: { requestId: "req_7" } };
  expect(refusalWords(internal, "en")).toContain("req_7");
  expect(refusalWords(internal, "ru")).toContain("req_7");
  expect(refusalWords({ code: "order_paid", details: {} }, "ru")).toMatch(/оплачен/);
  expect(refusalWords({ code: "toString", details: {} }, "en")).toBe("");
  expect(refusalWords({ code: "", details: {} }, "en")).toBe("");
});
