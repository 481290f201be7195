import Link from "next/link";
import { href } from "@/components/lib/href";

/** A quiet link below a form. */
export function AuthLink({ to, children }: { to: string; children: string }) {
  return (
    <Link
      href={href(to)}
      className="self-center rounded-sm text-[13px] text-muted-foreground underline-offset-4 outline-none hover:text-foreground hover:underline focus-visible:ring-[3px] focus-visible:ring-ring/40"
    >
      {children}
    </Link>
  );
}
