import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

const LAUNCH = `tgWebAppData=${encodeURIComponent("user=%7B%22id%22%3A1%7D&hash=ab")}&tgWebAppVersion=8.0`;
const INIT_DATA = "user=%7B%22id%22%3A1%7D&hash=ab";

type Receiver = { receiveEvent: (type: string, data?: unknown) => void };
type Frame = EventTarget & Record<string, unknown>;

/** A browser's window, as much of it as the bridge touches. */
function browser({ hash = "", navigation = "", framed = false } = {}) {
  const kept = new Map<string, string>();
  const frame = new EventTarget() as Frame;
  const parent = framed ? { postMessage: vi.fn() } : frame;
  Object.assign(frame, { parent, external: {} });
  vi.stubGlobal("window", frame);
  vi.stubGlobal("location", { href: `https://shop.example/miniapp${hash && `#${hash}`}` });
  vi.stubGlobal("performance", {
    getEntriesByType: () => (navigation ? [{ name: navigation }] : []),
  });
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  return { frame, parent: parent as { postMessage: ReturnType<typeof vi.fn> } };
}

const say = (frame: Frame, source: unknown, data: unknown) =>
  frame.dispatchEvent(Object.assign(new Event("message"), { source, data }));

let bridge: typeof import("./telegram-bridge");
beforeEach(async () => {
  vi.resetModules();
  bridge = await import("./telegram-bridge");
});
afterEach(() => vi.unstubAllGlobals());

describe("posting", () => {
  it("prefers the native client's proxy, with the data as text", () => {
    const { frame, parent } = browser({ framed: true });
    const postEvent = vi.fn();
    frame.TelegramWebviewProxy = { postEvent };
    bridge.postEvent("web_app_open_invoice", { slug: "abc" });
    bridge.postEvent("web_app_ready");
    expect(postEvent.mock.calls).toEqual([
      ["web_app_open_invoice", '{"slug":"abc"}'],
      ["web_app_ready", "{}"],
    ]);
    expect(parent.postMessage).not.toHaveBeenCalled();
  });

  it("notifies the desktop client that has no proxy", () => {
    const { frame } = browser();
    const notify = vi.fn();
    frame.external = { notify };
    bridge.postEvent("web_app_setup_back_button", { is_visible: true });
    expect(notify).toHaveBeenCalledWith(
      '{"eventType":"web_app_setup_back_button","eventData":{"is_visible":true}}',
    );
  });

  it("lets only Telegram's web client read what a frame says", () => {
    const { parent } = browser({ framed: true });
    bridge.postEvent("web_app_expand");
    expect(parent.postMessage).toHaveBeenCalledWith(
      '{"eventType":"web_app_expand"}',
      "https://web.telegram.org",
    );
  });

  it("throws in a plain browser", () => {
    browser();
    expect(() => bridge.postEvent("web_app_ready")).toThrow("Not inside Telegram");
  });
});

describe("hearing", () => {
  it("hears native clients by each name they call", () => {
    const { frame } = browser();
    const heard = vi.fn();
    bridge.on("invoice_closed", heard);
    const named = frame.Telegram as { WebView: Receiver };
    const old = frame.TelegramGameProxy as Receiver;
    const oldest = frame.TelegramGameProxy_receiveEvent as Receiver["receiveEvent"];
    named.WebView.receiveEvent("invoice_closed", { slug: "a", status: "paid" });
    old.receiveEvent("invoice_closed", { slug: "b" });
    oldest("invoice_closed", { slug: "c" });
    oldest("popup_closed", {});
    expect(heard.mock.calls.map(([data]) => data?.slug)).toEqual(["a", "b", "c"]);
  });

  it("hears the web client's messages, and nobody else's", () => {
    const { frame, parent } = browser({ framed: true });
    const heard = vi.fn();
    bridge.on("back_button_pressed", heard);
    say(frame, parent, '{"eventType":"back_button_pressed"}');
    say(frame, {}, '{"eventType":"back_button_pressed"}');
    for (const noise of ["null", "7", "not json", "{}", { eventType: "back_button_pressed" }]) {
      say(frame, parent, noise);
    }
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it("calls each listener once an event, until it is taken off, even by itself", () => {
    const { frame, parent } = browser({ framed: true });
    const staying = vi.fn();
    const once = vi.fn(() => bridge.off("back_button_pressed", once));
    bridge.on("back_button_pressed", once);
    bridge.on("back_button_pressed", staying);
    bridge.on("back_button_pressed", staying);
    say(frame, parent, '{"eventType":"back_button_pressed"}');
    say(frame, parent, '{"eventType":"back_button_pressed"}');
    expect(once).toHaveBeenCalledTimes(1);
    expect(staying).toHaveBeenCalledTimes(2);
  });
});

describe("the launch", () => {
  it("is read from the address and kept for the pages after it", () => {
    browser({ hash: LAUNCH });
    expect(bridge.rawInitData()).toBe(INIT_DATA);
    vi.stubGlobal("location", { href: "https://shop.example/miniapp/servers" });
    expect(bridge.rawInitData()).toBe(INIT_DATA);
  });

  it("is found in the first address when a router has already replaced it", () => {
    browser({ navigation: `https://shop.example/miniapp#${LAUNCH}` });
    expect(bridge.rawInitData()).toBe(INIT_DATA);
  });

  it("is nothing in a plain browser", () => {
    browser({ hash: "plans" });
    expect(bridge.rawInitData()).toBeNull();
  });
});
