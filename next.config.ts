import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
];

/** The Mini App lives in Telegram's frame; the back office in nobody's. */
const unframed = [{ key: "Content-Security-Policy", value: "frame-ancestors 'none'" }];

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run verify` checks types and style, of the tests too.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "telegraf", "ws", "pusher", "exceljs"],
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/admin/:path*", headers: unframed },
    { source: "/sign-in", headers: unframed },
  ],
};

export default createNextIntlPlugin("./server/i18n/request.ts")(config);
