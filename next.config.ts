import type { NextConfig } from "next";
import createNextIntlPlugin from "next-intl/plugin";

const everywhere = [
  { key: "X-Content-Type-Options", value: "nosniff" },
  { key: "Referrer-Policy", value: "strict-origin-when-cross-origin" },
];

/** For programs: nothing of it is ever shown. Pages get their rules in `proxy.ts`. */
const forPrograms = [
  { key: "Content-Security-Policy", value: "default-src 'none'; frame-ancestors 'none'" },
];

const config: NextConfig = {
  poweredByHeader: false,
  typedRoutes: true,
  // `npm run verify` checks types and style, of the tests too.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ["postgres", "telegraf", "ws", "pusher", "exceljs"],
  headers: async () => [
    { source: "/:path*", headers: everywhere },
    { source: "/api/:path*", headers: forPrograms },
  ],
};

export default createNextIntlPlugin("./server/i18n/request.ts")(config);
