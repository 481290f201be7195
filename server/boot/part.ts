import type { Logger } from "@/server/core/logger";

/** What boot shares with its parts and leaves behind for the process that called it. */
export type Boot = {
  log: Logger;
  /** Lines worth a person's attention, printed by the terminal front end. */
  notices: string[];
  /** The first administrator's login, when this very start has made it. */
  adminLogin?: { email: string; password: string };
};

/** Undoes what a part started. */
export type Stop = () => Promise<void> | void;

/** A step of the start. Parts run one after the other and are stopped in reverse order. */
export type Part = { name: string; start(boot: Boot): Promise<Stop | undefined> };
