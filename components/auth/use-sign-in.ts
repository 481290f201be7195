"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { href } from "@/components/lib/href";
import { safeNext } from "@/server/rules/safe-next";
import { SECOND_STEP, type SignInProblem, signIn } from "./session";

type Way = Parameters<typeof signIn>[0];

/** One way in at a time: runs it, and leads on to the second step or to where the operator wanted to go. */
export function useSignIn(next: string | null) {
  const router = useRouter();
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const [pending, setPending] = useState<Way | null>(null);

  const lead = (path: string) => {
    router.replace(href(path));
    router.refresh();
  };
  /** `gather` may itself ask the person for something; what it throws is told by its `code`. */
  const run = async (way: Way, gather: () => Promise<Record<string, string>>) => {
    setPending(way);
    setProblem(null);
    const found = await gather()
      .then((fields) => signIn(way, fields))
      .catch(problemOf);
    if (found === null) return lead(safeNext(next));
    if (found.code === SECOND_STEP) {
      const query = next ? `?next=${encodeURIComponent(next)}` : "";
      return lead(`/sign-in/second-step${query}`);
    }
    setProblem(found);
    setPending(null);
  };
  return { problem, pending, run };
}

/** A failure of this browser; anything unknown is the way to the server. */
function problemOf(error: unknown): SignInProblem {
  if (error instanceof SignInFailure) return { code: error.code };
  return { code: "network" };
}

/** Something that went wrong before the server was asked. */
export class SignInFailure extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
