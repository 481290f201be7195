/** The message at a dotted key, as it is written; none where there is none. */
export function wordAt(messages: unknown, key: string): string | undefined {
  const found = key
    .split(".")
    .reduce<unknown>(
      (at, part) =>
        typeof at === "object" && at !== null && Object.hasOwn(at, part)
          ? Reflect.get(at, part)
          : undefined,
      messages,
    );
  return typeof found === "string" ? found : undefined;
}
