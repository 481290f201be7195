/** Every column that holds what `encrypt` made; by convention their names contain "sealed", which a test holds to. */
export const SEALED_COLUMNS = [
  { table: "settings", id: "id", column: "sealed" },
  { table: "settings_history", id: "id", column: "sealed_before" },
  { table: "admins", id: "id", column: "totp_sealed" },
  { table: "admin_refresh_tokens", id: "hash", column: "successor_sealed" },
  { table: "partners", id: "id", column: "sealed_payout_details" },
  { table: "payouts", id: "id", column: "sealed_details" },
  { table: "saved_methods", id: "id", column: "sealed_token" },
] as const;
