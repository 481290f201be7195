import { Link } from "./link";

/** Credit on or off is a part of the address: the price below is the server's either way. */
export function CreditSwitch({
  path,
  query,
  on,
  label,
}: {
  path: string;
  query: Record<string, string | undefined>;
  on: boolean;
  label: string;
}) {
  const next = { ...query, credit: on ? undefined : "1" };
  const entries = Object.entries(next).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return (
    <Link
      href={`${path}?${new URLSearchParams(entries)}`}
      replace
      scroll={false}
      role="switch"
      aria-checked={on}
      className="flex min-h-13 items-center gap-3 rounded-2xl bg-tg-section px-4 py-2"
    >
      <span className="flex-1 font-medium">{label}</span>
      <span
        aria-hidden="true"
        className={`flex h-7 w-12 items-center rounded-full p-0.5 ${on ? "justify-end bg-tg-accent" : "bg-tg-line"}`}
      >
        <span className="size-6 rounded-full bg-white shadow" />
      </span>
    </Link>
  );
}
