import { hash, verify } from "@node-rs/argon2";

/** `Algorithm.Argon2id`: the package declares it as a const enum, which isolated modules cannot read. */
const ARGON2ID = 2;
/** OWASP's first choice for argon2id: 19 MiB, two passes, one lane. */
const OPTIONS = { algorithm: ARGON2ID, memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, OPTIONS);

let decoy: Promise<string> | undefined;

/** Compares with `stored`, or with a decoy when there is none, so that both take the same time. */
export async function passwordMatches(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword("nobody has this password");
  // Waited for in either case: the first of a process would take longer otherwise.
  const instead = await decoy;
  const matches = await verify(stored ?? instead, password);
  return matches && stored !== null;
}
