import { leaveForSignIn } from "./keep-signed-in";
import { refreshSession } from "./refresh";
import { askWhatNow } from "./session-over";

/** Asks once more with a new access token where the old one was over. What was refused was not done. */
export const fetchSignedIn: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status !== 401) return response;
  if (await refreshSession()) return fetch(input, init);
  const afterwards = await askWhatNow();
  if (afterwards === "again") return fetch(input, init);
  if (afterwards === "leave") leaveForSignIn();
  return response;
};
