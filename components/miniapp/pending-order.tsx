import { getTranslations } from "next-intl/server";
import type { MiniappSession } from "@/server/trpc/miniapp-page";
import { ChevronIcon } from "./icons";
import { Link } from "./link";
import { LiveRefresh } from "./live-refresh";
import { ResultIcon } from "./result-icon";

/** States that wait for the customer, or that the customer waits for. */
const WAITING = ["awaiting_payment", "checking", "held"];

/**
 * The order that can still be paid, or whose money is held: whoever comes back finds it on top. Money may be
 * held long after its order's time is over.
 */
export async function PendingOrder({ session }: { session: MiniappSession }) {
  const { orders } = session.api;
  const orderId = (await orders.open())?.orderId ?? (await newestUnpaid(session));
  if (!orderId) return null;
  const { status, number, expiresAt } = await orders.progress({ orderId });
  if (!WAITING.includes(status)) return null;
  if (status === "awaiting_payment" && expiresAt <= new Date()) return null;
  const t = await getTranslations("miniapp");
  return (
    <>
      {/* Paid on another page or device: this one sees it. Held money waits for a person, for hours. */}
      <LiveRefresh active={status !== "held"} />
      <Link
        href={`/miniapp/purchase/${orderId}`}
        data-pending-order={status}
        className="flex items-center gap-3 rounded-2xl bg-tg-section p-4 active:bg-tg-pressed"
      >
        <ResultIcon status={status} small />
        <span className="min-w-0 flex-1">
          <span className="block font-medium">{t(`order.state.${status}.title`)}</span>
          <span className="block text-[13px] text-tg-hint">
            {t("purchase.order", { number: String(number) })}
            {" · "}
            {t(`home.pending.${status}`)}
          </span>
        </span>
        <span className="shrink-0 text-tg-hint">
          <ChevronIcon />
        </span>
      </Link>
    </>
  );
}

async function newestUnpaid({ api }: MiniappSession): Promise<string | null> {
  const [newest] = await api.orders.list();
  const over = newest?.status === "expired" || newest?.status === "cancelled";
  return newest && over && newest.source !== "auto" ? newest.id : null;
}
