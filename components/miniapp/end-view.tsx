"use client";

import { useState } from "react";

/** Leaves the customer's app; the page of that customer is where one came from. */
export function EndView({ customerId, end }: { customerId: string; end: string }) {
  const [busy, setBusy] = useState(false);
  const leave = async () => {
    setBusy(true);
    // One that was over before answers with a refusal, and no answer ends nothing: the dashboard is next anyway.
    await fetch("/api/miniapp/view", { method: "DELETE" }).catch(() => null);
    location.assign(`/admin/customers/${customerId}`);
  };
  return (
    <button
      type="button"
      disabled={busy}
      aria-busy={busy}
      className="min-h-9 shrink-0 rounded-lg bg-white px-4 font-medium text-sky-900 disabled:opacity-60"
      onClick={() => void leave()}
    >
      {end}
    </button>
  );
}
