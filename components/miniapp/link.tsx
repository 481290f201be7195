"use client";

import type { Route } from "next";
import { useRouter } from "next/navigation";
import type { ComponentProps, MouseEvent } from "react";

type Props = Omit<ComponentProps<"a">, "href"> & {
  href: string;
  /** The new address takes the place of this one in the history. */
  replace?: boolean;
  /** Whether the new screen is shown from its top. */
  scroll?: boolean;
};

/**
 * A link within the Mini App. The framework's own one weighs more on Home than all of our screens together,
 * for loading pages ahead, which a phone's data is too dear for. Works as a plain link until script is there.
 */
export function Link({ href, replace = false, scroll = true, ...rest }: Props) {
  const router = useRouter();
  const follow = (event: MouseEvent) => {
    // Other buttons and keys ask the browser for a tab or window of its own.
    if (event.button > 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    router[replace ? "replace" : "push"](href as Route, { scroll });
  };
  return <a {...rest} href={href} onClick={follow} />;
}
