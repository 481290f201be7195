import type { Ctx } from "@/server/core/context";
import { recordDevices } from "@/server/domains/subscriptions";
import type { PanelObservation, SubscriptionPromise } from "@/server/domains/subscriptions/schemas";
import {
  describeOutcome,
  type PanelClient,
  type PanelFailure,
  type PanelOutcome,
  type PanelUser,
  type UpdatePanelUser,
} from "@/server/integrations/remnawave";
import { commercialDrift, type Drift } from "@/server/rules/drift";
import {
  isOurUsername,
  mayAdopt,
  ownershipMark,
  panelUsername,
} from "@/server/rules/panel-ownership";
import { isLive } from "@/server/rules/subscription-state";
import { toObservation } from "./panel";

export type Delivery =
  | {
      kind: "delivered";
      /** Null: there rightly is no panel user. */
      observation: PanelObservation | null;
      at: Date;
      trafficResets: number;
      droppedDevices: string[];
    }
  | { kind: "waiting"; reason: string }
  | { kind: "rejected"; reason: string };

/** Ends a delivery from wherever it is. */
class Stop extends Error {
  constructor(readonly delivery: Exclude<Delivery, { kind: "delivered" }>) {
    super(delivery.reason);
  }
}

type Run = {
  ctx: Ctx;
  client: PanelClient;
  promise: SubscriptionPromise;
  /** Called before each call to the panel; throws when somebody else took over. */
  keepClaim: () => Promise<void>;
};

/** Moves the panel to the promise and reads it back. Repeating it at any point is harmless. */
export async function deliver(run: Run): Promise<Delivery> {
  try {
    // A user who vanishes between two calls is looked for once more.
    return (await attempt(run)) ?? (await attempt(run)) ?? waiting("gone_again");
  } catch (error) {
    if (error instanceof Stop) return error.delivery;
    throw error;
  }
}

const waiting = (reason: string): Delivery => ({ kind: "waiting", reason });

/** Null: the user was gone by the time of a write. */
async function attempt(run: Run): Promise<Delivery | null> {
  const { ctx, promise } = run;
  let at = ctx.clock();
  const found = await locate(run);
  const live = isLive(promise, ctx.clock());
  if (!found && !live) {
    const { trafficResets } = promise;
    return { kind: "delivered", observation: null, at, trafficResets, droppedDevices: [] };
  }
  let user = found ?? (await create(run));
  if (!found) at = ctx.clock();

  const drift = driftOf(run, user);
  if (drift.length > 0) {
    at = ctx.clock();
    const changed = await change(run, user, drift);
    if (!changed) return null;
    user = changed;
  }
  const resetOwed = live && promise.trafficResets > promise.observedTrafficResets;
  if (resetOwed && user.usedTrafficBytes > 0n) {
    at = ctx.clock();
    user = await ok(run, () => run.client.resetTraffic(user));
  }
  const droppedDevices = await dropDevices(run, user);

  if (promise.erased) user = await forget(run, user);
  const left = driftOf(run, user);
  if (left.length > 0) {
    const fields = left.map(({ field }) => field).join(", ");
    throw new Stop({ kind: "rejected", reason: `not_applied: the panel kept its own ${fields}` });
  }
  return {
    kind: "delivered",
    observation: toObservation(user),
    at,
    trafficResets: live ? promise.trafficResets : promise.observedTrafficResets,
    droppedDevices,
  };
}

const driftOf = ({ ctx, promise }: Run, user: PanelUser): Drift[] =>
  commercialDrift(promise, toObservation(user), ctx.clock());

/** The name it has or will have: users we recreate bear our own scheme, so that they are found again. */
const nameOf = ({ promise }: Run): string =>
  isOurUsername(promise.panelUsername)
    ? promise.panelUsername
    : panelUsername(promise.subscriptionId);

/** Null only where the panel itself said that there is no such user. */
async function locate(run: Run): Promise<PanelUser | null> {
  const { client, promise } = run;
  if (promise.panelId !== null) {
    const key = { id: promise.panelId, uuid: promise.panelUuid };
    const user = await okOrGone(run, () => client.getUser(key));
    if (user) return user;
  } else if (isLive(promise, run.ctx.clock())) {
    // A create answers whether the name is taken, which saves a question to every new customer.
    return null;
  }
  return adopt(run);
}

/** Takes over the user who bears our name: a create whose answer was lost. */
async function adopt(run: Run): Promise<PanelUser | null> {
  const { client, promise } = run;
  const username = nameOf(run);
  const user = await okOrGone(run, () => client.getUserByUsername(username));
  if (!user) return null;
  await run.keepClaim();
  const outcome = await client.getMetadata(user);
  if (outcome.kind === "unavailable" && outcome.reason !== "unknown_route") stop(outcome);
  const metadata = outcome.kind === "ok" ? outcome.value : null;
  const subscription = { id: promise.subscriptionId, panelUsername: username };
  if (!mayAdopt({ username: user.username, metadata }, subscription)) {
    const reason = `username_taken: ${username} belongs to somebody else on the panel`;
    throw new Stop({ kind: "rejected", reason });
  }
  await mark(run, user, metadata);
  return user;
}

async function create(run: Run): Promise<PanelUser> {
  const { client, promise } = run;
  const base = {
    username: nameOf(run),
    ...wanted(promise),
    telegramId: promise.telegramId,
    email: promise.email,
  };
  await run.keepClaim();
  // Somebody deleted there and owed here gets the old link back, if it is still free.
  const shortUuid = promise.panelShortUuid;
  let outcome = await client.createUser(shortUuid ? { ...base, shortUuid } : base);
  if (outcome.kind === "conflict" && outcome.code === "A020") {
    await run.keepClaim();
    outcome = await client.createUser(base);
  }
  if (outcome.kind === "conflict") {
    const ours = await adopt(run);
    if (ours) return ours;
    throw new Stop({ kind: "waiting", reason: `conflict: ${outcome.message}` });
  }
  if (outcome.kind !== "ok") return stopWrite(run, outcome);
  await mark(run, outcome.value, null);
  return outcome.value;
}

/** Whose it is, for other shops, restored databases and people. Not worth failing a delivery for. */
async function mark(run: Run, user: PanelUser, metadata: Record<string, unknown> | null) {
  const { subscriptionId, customerId } = run.promise;
  await run.keepClaim();
  const outcome = await run.client.putMetadata(user, {
    ...metadata,
    ...ownershipMark(subscriptionId, customerId),
  });
  if (outcome.kind === "unavailable" && outcome.reason !== "unknown_route") stop(outcome);
  if (outcome.kind !== "ok") {
    run.ctx.log.warn({ subscriptionId, outcome: describeOutcome(outcome) }, "mark not written");
  }
}

/** Null: gone. */
async function change(run: Run, user: PanelUser, drift: Drift[]): Promise<PanelUser | null> {
  await run.keepClaim();
  const outcome = await run.client.updateUser(user, patchOf(run.promise, drift));
  if (outcome.kind === "ok") return outcome.value;
  if (outcome.kind === "not_found") return null;
  const ended = run.promise.expiresAt <= run.ctx.clock();
  // It ran out while we were at it: the panel refuses an expiry in the past, the next look decides.
  if (outcome.kind === "rejected" && ended) return null;
  return stopWrite(run, outcome);
}

const wanted = (promise: SubscriptionPromise) => ({
  expireAt: promise.expiresAt,
  trafficLimitBytes: promise.trafficLimitBytes,
  trafficLimitStrategy: promise.trafficStrategy,
  hwidDeviceLimit: promise.deviceLimit,
  internalSquads: promise.internalSquads,
  externalSquadUuid: promise.externalSquad,
});

/** Only what differs: a status that is sent needlessly would lift LIMITED. */
function patchOf(promise: SubscriptionPromise, drift: Drift[]): UpdatePanelUser {
  const all = wanted(promise);
  const patch: UpdatePanelUser = {};
  for (const { field, promised } of drift) {
    if (field === "expiry") patch.expireAt = all.expireAt;
    if (field === "traffic_limit") patch.trafficLimitBytes = all.trafficLimitBytes;
    if (field === "traffic_strategy") patch.trafficLimitStrategy = all.trafficLimitStrategy;
    if (field === "device_limit") patch.hwidDeviceLimit = all.hwidDeviceLimit;
    if (field === "internal_squads") patch.internalSquads = all.internalSquads;
    if (field === "external_squad") patch.externalSquadUuid = all.externalSquadUuid;
    if (field === "enabled") patch.status = promised === "true" ? "ACTIVE" : "DISABLED";
  }
  return patch;
}

/** Whoever was erased here leaves no name and no devices there either. */
async function forget(run: Run, user: PanelUser): Promise<PanelUser> {
  await ok(run, () => run.client.deleteAllDevices(user));
  if (!user.telegramId && !user.email && !user.description && !user.tag) return user;
  const nobody = { telegramId: null, email: null, description: null, tag: null };
  return ok(run, () => run.client.updateUser(user, nobody));
}

async function dropDevices(run: Run, user: PanelUser): Promise<string[]> {
  const { ctx, client, promise } = run;
  for (const hwid of promise.dropDevices) {
    const at = ctx.clock();
    await run.keepClaim();
    const outcome = await client.deleteDevice(user, hwid);
    if (outcome.kind === "unavailable" || outcome.kind === "unauthorized") stop(outcome);
    if (outcome.kind !== "ok") continue;
    const devices = outcome.value.map(({ createdAt, updatedAt, ...device }) => ({
      ...device,
      addedAt: createdAt,
      lastSeenAt: updatedAt,
    }));
    await recordDevices(ctx, { subscriptionId: promise.subscriptionId, devices, at });
  }
  return promise.dropDevices;
}

async function ok<T>(run: Run, call: () => Promise<PanelOutcome<T>>): Promise<T> {
  await run.keepClaim();
  const outcome = await call();
  return outcome.kind === "ok" ? outcome.value : stop(outcome);
}

async function okOrGone<T>(run: Run, call: () => Promise<PanelOutcome<T>>): Promise<T | null> {
  await run.keepClaim();
  const outcome = await call();
  if (outcome.kind === "not_found") return null;
  return outcome.kind === "ok" ? outcome.value : stop(outcome);
}

/** Only a refusal by the panel itself is final; a wrong token is mended by an operator, not by the promise. */
function stop(failure: PanelFailure): never {
  const kind = failure.kind === "rejected" ? "rejected" : "waiting";
  throw new Stop({ kind, reason: describeOutcome(failure) });
}

/** A create or update that names an unknown squad answers 500, like a panel in trouble: look which it is. */
async function stopWrite(run: Run, failure: PanelFailure): Promise<never> {
  const suspicious = failure.kind === "unavailable" && /^A0(18|39)$/.test(failure.code ?? "");
  if (suspicious) {
    const missing = await unknownSquads(run);
    if (missing.length > 0) {
      const reason = `unknown_squad: the panel has no squad ${missing.join(", ")}`;
      throw new Stop({ kind: "rejected", reason });
    }
  }
  return stop(failure);
}

async function unknownSquads({ client, promise, keepClaim }: Run): Promise<string[]> {
  await keepClaim();
  const [internal, external] = await Promise.all([
    client.internalSquads(),
    promise.externalSquad === null ? null : client.externalSquads(),
  ]);
  const missing: string[] = [];
  if (internal.kind === "ok") {
    const known = new Set(internal.value.map(({ uuid }) => uuid));
    missing.push(...promise.internalSquads.filter((uuid) => !known.has(uuid)));
  }
  if (external?.kind === "ok" && promise.externalSquad !== null) {
    const known = external.value.some(({ uuid }) => uuid === promise.externalSquad);
    if (!known) missing.push(promise.externalSquad);
  }
  return missing;
}
