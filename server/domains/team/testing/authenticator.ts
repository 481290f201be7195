import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

const sha256 = (data: string | Buffer) => createHash("sha256").update(data).digest();

/** An authenticator with one passkey, as a phone or a key holds it; it signs whatever it is asked. */
export function anAuthenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32).toString("base64url");
  // COSE: EC2, ES256, P-256, x, y.
  const cose = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]),
    Buffer.from(x, "base64url"),
    Buffer.from([0x22, 0x58, 32]),
    Buffer.from(y, "base64url"),
  ]);
  let counter = 0;
  return {
    id,
    publicKey: cose.toString("base64url"),
    /** What a browser at `origin` sends for `challenge`. */
    answer(input: { challenge: string; origin: string; unlocked?: boolean; count?: number }) {
      const { challenge, origin, unlocked = true } = input;
      counter = input.count ?? counter + 1;
      const client = Buffer.from(JSON.stringify({ type: "webauthn.get", challenge, origin }));
      const flags = unlocked ? 0b101 : 0b001;
      const count = Buffer.alloc(4);
      count.writeUInt32BE(counter);
      const data = Buffer.concat([sha256(new URL(origin).hostname), Buffer.from([flags]), count]);
      const signature = sign("sha256", Buffer.concat([data, sha256(client)]), privateKey);
      return {
        id,
        rawId: id,
        type: "public-key",
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: data.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      };
    },
  };
}
