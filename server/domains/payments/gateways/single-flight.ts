const KEY = Symbol.for("rezeis.gateway-flights");
/** How long what was made is remembered: until long after it is in the database. */
const KEPT_MS = 60_000;

// Boot code and routes have separate copies of this module, and must see each other's flights.
const shared = globalThis as { [KEY]?: Map<string, Promise<unknown>> };
shared[KEY] ??= new Map();
const flights = shared[KEY];

/**
 * Makes something once for all who ask at about the same time: for providers that take no idempotency key, two
 * presses of one button get the same payment. What was not made is asked for anew.
 */
export function singleFlight<T extends { kind: string }>(
  key: string,
  make: () => Promise<T>,
): Promise<T> {
  const running = flights.get(key);
  if (running) return running as Promise<T>;
  const flight = make();
  flights.set(key, flight);
  const land = () => flights.delete(key);
  flight.then((made) => {
    if (made.kind === "created") setTimeout(land, KEPT_MS).unref();
    else land();
  }, land);
  return flight;
}
