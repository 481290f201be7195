import { env } from "./env";

/** Where this product is reached, without a slash at its end. */
export const appUrl = (): string => {
  const { APP_URL, PORT } = env();
  return (APP_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, "");
};
