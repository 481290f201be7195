"use client";

import { ErrorState } from "@/components/layout/states";

export default function AdminError({ error, reset }: { error: Error; reset: () => void }) {
  return <ErrorState error={error} onRetry={reset} />;
}
