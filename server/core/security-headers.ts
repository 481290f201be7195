/** Sites of Telegram whose pages show the Mini App in a frame. */
const TELEGRAM_FRAMES = ["https://web.telegram.org", "https://*.telegram.org"];

/** A year, without promising it for other hosts of the same domain. */
const HSTS = "max-age=31536000";

export type PageSafety = {
  path: string;
  /** Fresh for each answer, base64. */
  nonce: string;
  /** The browser came by https. */
  secure: boolean;
  /** A Pusher-protocol server elsewhere; null while ours answers on the page's own address. */
  realtimeHost: string | null;
  /** Hot reloading evaluates what it loads and talks to the page by a socket. */
  development?: boolean;
};

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** Whose frames may hold a page: Telegram's the Mini App, the demo's chat too; nobody's the rest. */
function frameAncestors(path: string): string {
  return isBelow(path, "/miniapp") ? ["'self'", ...TELEGRAM_FRAMES].join(" ") : "'none'";
}

/**
 * What a browser is told about a page: scripts run with this answer's nonce only, nothing is loaded from or sent
 * to strangers, and only Telegram may frame the Mini App.
 */
export function pageHeaders(page: PageSafety): Record<string, string> {
  const { path, nonce, secure, realtimeHost, development = false } = page;
  const frames = frameAncestors(path);
  const sockets = realtimeHost ? ` wss://${realtimeHost} https://${realtimeHost}` : "";
  const policy = {
    "default-src": "'self'",
    "script-src": `'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    // Components place and size what they draw by style attributes, which know no nonce.
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data: blob:",
    "font-src": "'self' data:",
    "connect-src": `'self'${sockets}${development ? " ws:" : ""}`,
    "frame-src": "'self'",
    "frame-ancestors": frames,
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
  };
  return {
    "Content-Security-Policy": Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join("; "),
    ...(frames === "'none'" && { "X-Frame-Options": "DENY" }),
    "Cross-Origin-Opener-Policy": "same-origin-allow-popups",
    "Permissions-Policy":
      "camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-create=(self), publickey-credentials-get=(self)",
    ...(secure && { "Strict-Transport-Security": HSTS }),
  };
}
