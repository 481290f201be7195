/**
 * The wire between a Mini App and the Telegram around it, as https://core.telegram.org/api/web-events tells it.
 * Of our own because we need four events of a hundred, and Home has a budget of bytes.
 */
export type PostedEvents = {
  web_app_ready: undefined;
  web_app_expand: undefined;
  web_app_setup_back_button: { is_visible: boolean };
  web_app_trigger_haptic_feedback:
    | { type: "impact"; impact_style: "light" }
    | { type: "notification"; notification_type: "success" | "error" };
  web_app_open_link: { url: string };
  web_app_open_tg_link: { path_full: string };
  web_app_open_invoice: { slug: string };
};

export type ReceivedEvents = {
  back_button_pressed: undefined;
  invoice_closed: { slug?: string; status?: string };
};

type Heard = keyof ReceivedEvents;
type Listener<E extends Heard = Heard> = (data: ReceivedEvents[E] | undefined) => void;
type Receiver = { receiveEvent: (eventType: string, eventData?: unknown) => void };
type Host = Window & {
  TelegramWebviewProxy?: { postEvent?: (eventType: string, eventData: string) => void };
  TelegramGameProxy?: Receiver;
  TelegramGameProxy_receiveEvent?: Receiver["receiveEvent"];
  Telegram?: { WebView?: Receiver };
};

/** The only page that may read what a framed Mini App says. */
const TELEGRAM_WEB = "https://web.telegram.org";
const LAUNCH_KEY = "rezeis.launch.params";

const listeners = new Map<string, Set<Listener>>();
let listening: Window | null = null;

/** Says something to Telegram; throws where nobody would hear it. */
export function postEvent<E extends keyof PostedEvents>(
  eventType: E,
  ...[eventData]: PostedEvents[E] extends undefined ? [] : [PostedEvents[E]]
): void {
  const host: Host = window;
  const proxy = host.TelegramWebviewProxy;
  const external = host.external as { notify?: (message: string) => void } | undefined;
  if (typeof proxy?.postEvent === "function") {
    proxy.postEvent(eventType, JSON.stringify(eventData ?? {}));
    return;
  }
  const message = JSON.stringify({ eventType, eventData });
  if (typeof external?.notify === "function") external.notify(message);
  else if (host.parent !== host) host.parent.postMessage(message, TELEGRAM_WEB);
  else throw new Error("Not inside Telegram.");
}

export function on<E extends Heard>(eventType: E, listener: Listener<E>): void {
  listen();
  const known = listeners.get(eventType) ?? new Set();
  listeners.set(eventType, known.add(listener as Listener));
}

export function off<E extends Heard>(eventType: E, listener: Listener<E>): void {
  listeners.get(eventType)?.delete(listener as Listener);
}

/**
 * The signed text of this launch. Telegram puts it into the address of the first page only, so it is kept
 * for the pages after it and for reloads.
 */
export function rawInitData(): string | null {
  const launch = launchParams();
  return new URLSearchParams(launch).get("tgWebAppData");
}

function launchParams(): string {
  const [navigation] = performance.getEntriesByType("navigation");
  const addresses = [location.href, navigation?.name ?? ""];
  for (const address of addresses) {
    const hash = address.split("#")[1] ?? "";
    if (new URLSearchParams(hash).has("tgWebAppData")) {
      sessionStorage.setItem(LAUNCH_KEY, hash);
      return hash;
    }
  }
  return sessionStorage.getItem(LAUNCH_KEY) ?? "";
}

/** Native clients call a function by name, the web client posts a message: both end in the same listeners. */
function listen(): void {
  const host: Host = window;
  if (listening === host) return;
  listening = host;
  const receiver: Receiver = { receiveEvent: receive };
  host.Telegram = { ...host.Telegram, WebView: receiver };
  host.TelegramGameProxy = receiver;
  host.TelegramGameProxy_receiveEvent = receive;
  host.addEventListener("message", ({ source, data }) => {
    if (source !== host.parent || typeof data !== "string") return;
    const event = parse(data);
    if (typeof event?.eventType === "string") receive(event.eventType, event.eventData);
  });
}

function receive(eventType: string, eventData?: unknown): void {
  // A listener may take itself off while it is called.
  for (const listener of [...(listeners.get(eventType) ?? [])]) listener(eventData as never);
}

function parse(text: string): { eventType?: unknown; eventData?: unknown } | null {
  try {
    return JSON.parse(text) as { eventType?: unknown; eventData?: unknown } | null;
  } catch {
    return null; // Somebody else's message.
  }
}
