/** The panel, as the rest of the application sees it. */
export { createPanelClient, type PanelClient } from "./client";
export * from "./outcome";
export type { PanelConnection } from "./transport";
export type * from "./types";
export { type PanelWebhook, parsePanelWebhook, verifyPanelSignature } from "./webhook";
