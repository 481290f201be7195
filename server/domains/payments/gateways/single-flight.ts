const KEY = Symbol.for("rezeis.gateway-flights");
// Boot code and routes have separate copies of this module, and must see each other's flights.
const registry = globalThis as { [KEY]?: Map<string, Promise<unknown>> };
registry[KEY] ??= new Map();
const flights = registry[KEY];

/**
 * Runs `make` once for all who ask at the same time: two presses of one button look a payment up, and make it,
 * together. For providers that take no idempotency key.
 */
export function singleFlight<T>(key: string, make: () => Promise<T>): Promise<T> {
  const running = flights.get(key);
  if (running) return running as Promise<T>;
  const flight = make().finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}
