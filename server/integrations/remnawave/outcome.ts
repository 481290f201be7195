/**
 * What a call to the panel can mean. A caller must be able to tell "gone" from "away": only the panel's
 * own code says gone, everything that merely failed to answer is `unavailable` and changes nothing.
 */
export type PanelOutcome<T> = PanelOk<T> | PanelFailure;

export type PanelOk<T> = { kind: "ok"; value: T };

export type PanelFailure =
  | PanelNotFound
  | PanelUnavailable
  | PanelUnauthorized
  | PanelRejected
  | PanelConflict;

/** A 404 carrying the panel's own code: the only proof that the thing does not exist. */
export type PanelNotFound = { kind: "not_found"; code: string; message: string };

export type UnavailableReason =
  /** Could not connect, or the name does not resolve. */
  | "network"
  /** The connection broke after it was made: forwarded headers refused, a proxy's cookie missing, a restart. */
  | "dropped"
  | "timeout"
  /** 5xx, also with a panel code (see `code`): a retry may help. */
  | "server_error"
  | "rate_limited"
  /** 404 without a code: a route this version lacks, or another server answers. */
  | "unknown_route"
  /** A 2xx whose body is not what the panel sends. */
  | "undecodable"
  /** A redirect or an error page of a proxy in between. */
  | "not_the_panel"
  /** Older than 2.8. */
  | "unsupported_version";

export type PanelUnavailable = {
  kind: "unavailable";
  reason: UnavailableReason;
  /** For operators and logs; never contains secrets. */
  message: string;
  status?: number;
  /** The panel's code on a 5xx: A018 (create) and A039 (update) are also how it reports an unknown squad. */
  code?: string;
};

/** 401 or 403: the token is wrong, deleted or lacks a scope (`panel`), or a proxy refused us (`proxy`). */
export type PanelUnauthorized = {
  kind: "unauthorized";
  status: number;
  by: "panel" | "proxy";
  message: string;
};

/** A refusal that repeating will not change. */
export type PanelRejected = {
  kind: "rejected";
  status: number;
  code?: string;
  message: string;
  /** Of a failed validation: dotted path and the panel's text. */
  issues: { path: string; message: string }[];
};

/** A019: the username exists; A020: the short uuid exists. After a lost answer it means the create went through. */
export type PanelConflict = { kind: "conflict"; code: string; message: string };

export const panelOk = <T>(value: T): PanelOk<T> => ({ kind: "ok", value });

export const unavailable = (
  reason: UnavailableReason,
  message: string,
  more: { status?: number; code?: string } = {},
): PanelUnavailable => ({ kind: "unavailable", reason, message, ...more });

/** Transforms the value of a success, leaves failures alone. */
export const mapOutcome = <A, B>(outcome: PanelOutcome<A>, to: (value: A) => B): PanelOutcome<B> =>
  outcome.kind === "ok" ? panelOk(to(outcome.value)) : outcome;

/** One line for a log, an alert or the connection page. */
export function describeOutcome(outcome: PanelOutcome<unknown>): string {
  switch (outcome.kind) {
    case "ok":
      return "ok";
    case "unavailable":
      return [outcome.reason, outcome.status, outcome.code, outcome.message]
        .filter((part) => part !== undefined && part !== "")
        .join(" ");
    case "unauthorized":
      return `${outcome.status} ${outcome.by === "panel" ? "token refused" : "refused by a proxy"}: ${outcome.message}`;
    case "rejected": {
      const issues = outcome.issues.map((issue) => `${issue.path || "body"}: ${issue.message}`);
      return [outcome.status, outcome.code, outcome.message, issues.join("; ")]
        .filter(Boolean)
        .join(" ");
    }
    default:
      return `${outcome.kind} ${outcome.code} ${outcome.message}`;
  }
}
