"use client";

/** Signed in again, still here without a session, or away to the sign-in page. */
export type Afterwards = "again" | "stay" | "leave";

let waiting: ((afterwards: Afterwards) => void)[] = [];
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Whether leaving this page would lose something that was typed. */
let typed = false;

export const sessionOver = {
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  isAsked: (): boolean => waiting.length > 0,
  answer(afterwards: Afterwards): void {
    const asked = waiting;
    waiting = [];
    tell();
    for (const answer of asked) answer(afterwards);
  },
};

/** The session is over: asks how to go on where something was typed, else there is nothing to stay for. */
export function askWhatNow(): Promise<Afterwards> {
  if (!typed) return Promise.resolve("leave");
  return new Promise((resolve) => {
    waiting.push(resolve);
    tell();
  });
}

export const forgetTyped = (): void => {
  typed = false;
};

/** Notices what is typed or chosen; what one only looks for things with does not count. */
export function watchTyping(): () => void {
  const notice = ({ target }: Event) => {
    if (target instanceof Element && !target.matches('[type="search"], [role="combobox"]')) {
      typed = true;
    }
  };
  document.addEventListener("input", notice, true);
  document.addEventListener("change", notice, true);
  return () => {
    document.removeEventListener("input", notice, true);
    document.removeEventListener("change", notice, true);
  };
}
