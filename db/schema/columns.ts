import { bigint, customType, timestamp } from "drizzle-orm/pg-core";
import { scrub } from "../../server/core/redact";

/** UTC instant as a `Date`. */
export const instant = (name: string) =>
  timestamp(name, { withTimezone: true, mode: "date", precision: 3 });

export const createdAt = () => instant("created_at").notNull().defaultNow();
export const updatedAt = () => instant("updated_at").notNull().defaultNow();

/** Money in minor units, or a number of bytes. */
export const int8 = (name: string) => bigint(name, { mode: "bigint" });

/** What went wrong, in the words of whoever said it: whatever looks like a secret is taken out on its way in. */
export const failureText = customType<{ data: string }>({
  dataType: () => "text",
  toDriver: scrub,
});
