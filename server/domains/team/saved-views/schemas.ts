import { z } from "zod";
import { LIST_IDS, type ListId } from "@/server/rules/lists";

/** Kept by one person of one list. */
export const MOST_VIEWS = 50;

const list = z.enum(LIST_IDS);
const name = z
  .string()
  .transform((text) => text.replace(/\s+/g, " ").trim())
  .pipe(z.string().min(1).max(60));
/** Filters as the list's own address has them. */
const query = z
  .string()
  .max(2000)
  .refine((text) => !new URLSearchParams(text).has("view"), "names a view itself");

export const viewInput = z.object({ viewId: z.string().min(1).max(64) });
export const saveViewInput = z.object({ list, name, query, shared: z.boolean().default(false) });
export const changeViewInput = viewInput.extend({
  name: name.optional(),
  query: query.optional(),
  shared: z.boolean().optional(),
});
export const orderViewsInput = z.object({
  list,
  viewIds: z.array(z.string().max(64)).max(MOST_VIEWS),
});
export const setDefaultViewInput = z.object({ list, viewId: z.string().max(64).nullable() });

export type SavedView = {
  id: string;
  list: ListId;
  name: string;
  query: string;
  shared: boolean;
  /** Whose it is. */
  ownerName: string;
  own: boolean;
  mayChange: boolean;
  /** The list opens with it, for whoever asks. */
  isDefault: boolean;
};
