import type { Outputs } from "@/components/lib/outputs";

export type Run = Outputs["bulk"]["get"];

/** Rows of which it is known what became of them. */
export const settled = ({ done, failed, skipped }: Run): number => done + failed + skipped;

/** Seconds until a run ends at the pace it had so far; null while that says nothing. */
export function secondsLeft(run: Run, now: Date): number | null {
  const so = settled(run);
  if (run.status !== "running" || so < 20) return null;
  const seconds = (now.getTime() - run.createdAt.getTime()) / 1000;
  return Math.max(1, Math.ceil(((run.total - so) * seconds) / so));
}
