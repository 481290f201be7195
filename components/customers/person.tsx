import type { Route } from "next";
import Link from "next/link";
import { Avatar } from "@/components/ui/avatar";

type Props = { name: string; username: string | null; fallback: string; to?: Route };

/** A person in a list: initials, name, @username. */
export function Person({ name, username, fallback, to }: Props) {
  const title = name || (username ? `@${username}` : fallback);
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      <Avatar name={name || username || ""} />
      <span className="min-w-0">
        {to ? (
          <Link href={to} className="block truncate font-medium underline-offset-4 hover:underline">
            {title}
          </Link>
        ) : (
          <span className="block truncate font-medium">{title}</span>
        )}
        {name && username && (
          <span className="block truncate text-xs text-muted-foreground">@{username}</span>
        )}
      </span>
    </span>
  );
}
