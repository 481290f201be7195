import { getTranslations } from "next-intl/server";
import { ChevronIcon } from "./icons";
import { Link } from "./link";
import { NativeBack } from "./native-back";

/** The way back: Telegram's own button, and in a browser a link above the screen's title. */
export async function BackButton({ to }: { to: string }) {
  const t = await getTranslations("miniapp");
  return (
    <>
      <NativeBack to={to} />
      <Link
        href={to}
        className="order-first -mb-3 flex min-h-11 w-fit items-center gap-1 px-1 text-tg-accent in-[.tg]:hidden"
      >
        <span className="rotate-180">
          <ChevronIcon />
        </span>
        {t("back")}
      </Link>
    </>
  );
}
