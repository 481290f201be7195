/** The panel, as the rest of the application sees it. */
export { createPanelClient, type PanelClient } from "./client";
export * from "./outcome";
export type { StreamOptions } from "./stream";
export { type PanelConnection, panelBaseUrl } from "./transport";
export type * from "./types";
export { type PanelWebhook, parsePanelWebhook, verifyPanelSignature } from "./webhook";
