import { getTranslations } from "next-intl/server";
import { Link } from "./link";

type Query = Record<string, string | undefined>;

/** A plain form: the code becomes part of the address, so that a reload or a lost connection keeps it. */
export async function PromoField({
  path,
  query,
  applied,
  refused,
}: {
  path: string;
  query: Query;
  applied: string | null;
  refused: string | null;
}) {
  const t = await getTranslations("miniapp.purchase.promo");
  const { promo, ...rest } = query;
  const kept = Object.entries(rest).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const without = `${path}?${new URLSearchParams([...kept, ["promo", ""]])}`;
  if (applied) {
    return (
      <div className="flex min-h-13 items-center gap-3 rounded-2xl bg-tg-section px-4 py-2">
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{applied}</span>
          <span className="block text-[13px] text-tg-hint">{t("applied")}</span>
        </span>
        <Link href={without} replace className="p-2 text-tg-accent">
          {t("remove")}
        </Link>
      </div>
    );
  }
  return (
    <form action={path} method="get" className="flex flex-col gap-1.5">
      {kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <div className="flex items-center rounded-2xl bg-tg-section pr-2 pl-4">
        <input
          name="promo"
          defaultValue={promo}
          maxLength={32}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          aria-label={t("label")}
          aria-invalid={refused !== null}
          aria-describedby={refused ? "promo-refused" : undefined}
          placeholder={t("label")}
          className="min-h-13 min-w-0 flex-1 bg-transparent outline-none placeholder:text-tg-hint"
        />
        <button type="submit" className="min-h-11 px-3 font-medium text-tg-accent">
          {t("apply")}
        </button>
      </div>
      {refused && (
        <p id="promo-refused" role="alert" className="px-4 text-[13px] text-tg-danger">
          {refused}
        </p>
      )}
    </form>
  );
}
