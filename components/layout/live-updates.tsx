"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import PusherJs from "pusher-js";
import { useEffect, useRef } from "react";
import { toast } from "sonner";
import type { RealtimeClientConfig } from "@/server/core/realtime-config";

/** Changes come in bursts (a sale is six of them): what is shown is asked for once, shortly after. */
const GATHER_MS = 400;

type Change = { name: string; data: Record<string, unknown> };

/** Keeps the dashboard as it is on the server: every change refreshes what is shown, and a sale is announced. */
export function LiveUpdates({ config }: { config: RealtimeClientConfig | null }) {
  const queries = useQueryClient();
  const router = useRouter();
  const t = useTranslations("layout.live");
  const texts = useRef(t);
  texts.current = t;

  useEffect(() => {
    if (!config) return;
    const client = connect(config);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const refresh = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void queries.invalidateQueries(), GATHER_MS);
    };
    const channel = client.subscribe("private-admin");
    channel.bind("changed", ({ name, data }: Change) => {
      refresh();
      if (name !== "orders/paid" || typeof data.orderId !== "string") return;
      const { orderId } = data;
      toast.success(texts.current("sale"), {
        id: orderId,
        action: {
          label: texts.current("open"),
          onClick: () => router.push(`/admin/orders/${orderId}`),
        },
      });
    });
    // What happened while the connection was gone is caught up with.
    let wasConnected = false;
    client.connection.bind("connected", () => {
      if (wasConnected) refresh();
      wasConnected = true;
    });
    return () => {
      clearTimeout(timer);
      client.disconnect();
    };
  }, [config, queries, router]);
  return null;
}

function connect(config: RealtimeClientConfig): PusherJs {
  const { hostname, port, protocol } = window.location;
  const tls = "tls" in config ? config.tls : protocol === "https:";
  const at = "path" in config ? (port ? Number(port) : undefined) : config.port;
  return new PusherJs(config.key, {
    cluster: "",
    wsHost: "path" in config ? hostname : config.host,
    wsPort: at ?? 80,
    wssPort: at ?? 443,
    wsPath: "path" in config ? config.path : "",
    forceTLS: tls,
    enabledTransports: ["ws", "wss"],
    channelAuthorization: { transport: "ajax", endpoint: "/api/realtime/auth" },
  });
}
