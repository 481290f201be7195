"use client";

import { type UseMutationOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { useErrorText } from "./use-error-text";

type Announce<TOutput> = {
  /** Said when it worked. */
  done?: string;
  onDone?: (output: TOutput) => void;
  /** The form itself says what went wrong, beside what it is about. */
  ownErrors?: boolean;
};

/** A mutation that says how it went, and has everything on the page read again. */
export function useAction<TInput, TOutput, TError, TContext>(
  options: UseMutationOptions<TOutput, TError, TInput, TContext>,
  { done, onDone, ownErrors = false }: Announce<TOutput> = {},
) {
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  return useMutation({
    ...options,
    onSuccess: (output) => {
      if (done) toast.success(done);
      onDone?.(output);
      void queryClient.invalidateQueries();
    },
    onError: (error) => {
      if (!ownErrors) toast.error(errorText(error));
    },
  });
}
