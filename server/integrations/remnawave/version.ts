import { decodeVersion } from "./decode";
import { type Dialect, dialectFor } from "./dialect";
import { type PanelOutcome, panelOk, unavailable } from "./outcome";
import type { Transport } from "./transport";
import type { PanelVersion } from "./types";

export type Spoken = { version: PanelVersion; dialect: Dialect };

/**
 * Learns the panel's version on first use and remembers it. A refusal that a wrong dialect would also
 * get makes it ask again, so that an upgrade of the panel needs no restart of ours.
 */
export function createVersionProbe(transport: Transport) {
  let known: Spoken | undefined;
  let asking: Promise<PanelOutcome<Spoken>> | undefined;

  async function ask(): Promise<PanelOutcome<Spoken>> {
    const version = await transport.send({
      method: "GET",
      path: "/api/system/metadata",
      decode: decodeVersion,
    });
    if (version.kind !== "ok") return version;
    const dialect = dialectFor(version.value);
    if (!dialect) {
      return unavailable(
        "unsupported_version",
        `Remnawave ${version.value.text} is not supported: 2.8 or newer is needed`,
      );
    }
    known = { version: version.value, dialect };
    return panelOk(known);
  }

  /** Callers at the same time share one question. */
  function refresh(): Promise<PanelOutcome<Spoken>> {
    asking ??= ask().finally(() => {
      asking = undefined;
    });
    return asking;
  }

  async function current(): Promise<PanelOutcome<Spoken>> {
    return known ? panelOk(known) : refresh();
  }

  /** Runs a call in the panel's dialect; once more when the panel turns out to speak another by now. */
  async function speak<T>(
    call: (dialect: Dialect) => Promise<PanelOutcome<T>>,
  ): Promise<PanelOutcome<T>> {
    const before = await current();
    if (before.kind !== "ok") return before;
    const outcome = await call(before.value.dialect);
    if (!couldBeWrongDialect(outcome)) return outcome;
    const after = await refresh();
    const changed = after.kind === "ok" && after.value.dialect !== before.value.dialect;
    return changed ? call(after.value.dialect) : outcome;
  }

  return { current, refresh, speak };
}

/** A key of the other version fails validation or finds no route; neither has done anything yet. */
const couldBeWrongDialect = (outcome: PanelOutcome<unknown>): boolean =>
  (outcome.kind === "rejected" && outcome.issues.length > 0) ||
  (outcome.kind === "unavailable" && outcome.reason === "unknown_route");
