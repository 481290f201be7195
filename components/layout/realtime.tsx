"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import type { ChannelAuthorizationCallback, ChannelAuthorizationHandler } from "pusher-js";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import { fetchSignedIn } from "@/components/auth/fetch-signed-in";
import { lightUp } from "@/components/hooks/use-fresh";
import { orderHref } from "@/components/lib/href";
import { useTRPC } from "@/components/lib/trpc";
import type { Locale } from "@/db/enums";
import type { RealtimeClientConfig } from "@/server/core/realtime-config";
import { formatMoney } from "@/server/rules/money";
import { useMay } from "./may";

type News = { name: string; data: Record<string, unknown> };
type Router = "analytics" | "bulk" | "catalog" | "customers" | "monitoring" | "orders" | "payments";
type Slice =
  | Router
  | "partners"
  | "payouts"
  | "referrals"
  | "remnawave"
  | "settings"
  | "subscriptions";

/** What an event makes out of date, by the slice it comes from. */
const STALE: Record<string, Slice[]> = {
  orders: ["orders", "payments", "analytics", "customers"],
  payments: ["payments", "orders", "analytics", "customers"],
  refunds: ["payments", "orders", "customers"],
  subscriptions: ["subscriptions", "customers", "analytics", "remnawave"],
  customers: ["customers", "analytics"],
  monitoring: ["monitoring"],
  remnawave: ["remnawave", "subscriptions", "settings"],
  bulk: ["bulk"],
  catalog: ["catalog", "settings"],
  settings: ["settings"],
  partners: ["partners", "payouts"],
  referrals: ["referrals", "customers"],
  ledger: ["customers"],
};

/** May this browser listen? Asked again with a new access token when the line comes back after a long sleep. */
const authorize: ChannelAuthorizationHandler = ({ socketId, channelName }, callback) => {
  const body = new URLSearchParams({ socket_id: socketId, channel_name: channelName });
  fetchSignedIn("/api/realtime/auth", { method: "POST", body })
    .then(async (answer) => {
      if (!answer.ok) throw new Error(`not allowed to listen (${answer.status})`);
      callback(null, (await answer.json()) as Parameters<ChannelAuthorizationCallback>[1]);
    })
    .catch((error: unknown) => callback(error instanceof Error ? error : new Error(), null));
};

/** However much happens, lists are read again at most this often. */
const FLUSH_MS = 700;

/** Keeps the page up to date without a reload, and says so when somebody buys. */
export function Realtime({ config }: { config: RealtimeClientConfig | null }) {
  const queryClient = useQueryClient();
  const trpc = useTRPC();
  const router = useRouter();
  const t = useTranslations("layout.live");
  const locale = useLocale() as Locale;

  const handle = useRef<(news: News) => void>(() => {});
  const stale = useRef(new Set<Slice>());
  const may = useMay();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = () => {
    timer.current = undefined;
    for (const slice of stale.current) {
      void queryClient.invalidateQueries({ queryKey: trpc.admin[slice].pathKey() });
    }
    stale.current.clear();
  };
  const announceSale = async (orderId: string) => {
    if (!may("orders.read")) return;
    const order = await queryClient.fetchQuery(trpc.admin.orders.get.queryOptions({ orderId }));
    toast.success(t("sale"), {
      id: orderId,
      description: t("saleText", {
        number: order.number,
        amount: formatMoney(order.total, locale),
      }),
      action: { label: t("open"), onClick: () => router.push(orderHref(orderId)) },
    });
  };
  handle.current = ({ name, data }) => {
    for (const slice of STALE[name.split("/")[0] ?? ""] ?? []) stale.current.add(slice);
    timer.current ??= setTimeout(flush, FLUSH_MS);
    const ids = [data.orderId, data.subscriptionId, data.customerId, data.paymentId, data.runId];
    lightUp(...ids.filter((id): id is string => typeof id === "string"));
    if (name === "orders/paid" && typeof data.orderId === "string") {
      // Without permission to see orders there is nothing to announce.
      announceSale(data.orderId).catch(() => {});
    }
  };

  useEffect(() => {
    if (!config) return;
    let disconnect = () => {};
    let gone = false;
    void import("pusher-js").then(({ default: Pusher }) => {
      if (gone) return;
      const { hostname, port, protocol } = window.location;
      const tls = "path" in config ? protocol === "https:" : config.tls;
      const ownPort = Number(port) || (tls ? 443 : 80);
      const at =
        "path" in config
          ? { wsHost: hostname, wsPort: ownPort, wssPort: ownPort, wsPath: config.path }
          : { wsHost: config.host, wsPort: config.port, wssPort: config.port };
      const pusher = new Pusher(config.key, {
        ...at,
        cluster: "",
        forceTLS: tls,
        enabledTransports: ["ws", "wss"],
        disableStats: true,
        channelAuthorization: { customHandler: authorize },
      });
      pusher.subscribe("private-admin").bind("changed", (news: News) => handle.current(news));
      // What happened while the line was cut is read again.
      let connectedBefore = false;
      pusher.connection.bind("connected", () => {
        if (connectedBefore) void queryClient.invalidateQueries();
        connectedBefore = true;
      });
      disconnect = () => pusher.disconnect();
    });
    return () => {
      gone = true;
      disconnect();
      clearTimeout(timer.current);
    };
  }, [config, queryClient]);

  return null;
}
