/** The panel's error bodies, as captured. */
export type Reply = {
  status: number;
  json?: unknown;
  text?: string;
  headers?: Record<string, string>;
};

/** Thrown by handlers; becomes the captured body of that code. */
export class PanelError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = "PanelError";
  }
}

export const userNotFound = () =>
  new PanelError(404, "A063", "User with specified params not found");
/** The other "not found": of updates, actions and devices. */
export const noSuchUser = () => new PanelError(404, "A025", "User not found");

export const businessError = (error: PanelError, path: string, now: number): Reply => ({
  status: error.status,
  json: {
    timestamp: new Date(now).toISOString(),
    path,
    message: error.message,
    errorCode: error.code,
  },
});

export const unauthorized: Reply = {
  status: 401,
  json: { message: "Unauthorized", statusCode: 401 },
};

/** A deleted token and a missing scope look the same. */
export const forbidden: Reply = {
  status: 403,
  json: { message: "Forbidden resource", error: "Forbidden", statusCode: 403 },
};

export const noSuchRoute = (method: string, url: string): Reply => ({
  status: 404,
  json: { message: `Cannot ${method} ${url}`, error: "Not Found", statusCode: 404 },
});
