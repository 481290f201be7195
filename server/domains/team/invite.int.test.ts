import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import { afterAll, expect, test } from "vitest";
import { testDatabase } from "@/db/testing";
import { systemContext } from "@/server/core/context";
import { updateSettingsGroup } from "@/server/domains/settings";
import {
  inviteOperator,
  listOperators,
  renewInvitation,
  resetPassword,
  signInWithPassword,
} from ".";

const { db } = await testDatabase();
const ctx = systemContext("test", { db });
const visitor = { address: "203.0.113.7", userAgent: "" };
const password = "a-long-enough-password";

const letters: string[] = [];
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  onData(stream, _session, done) {
    let letter = "";
    stream.on("data", (chunk: Buffer) => {
      letter += chunk.toString("utf8");
    });
    stream.on("end", () => {
      // Long lines come in parts, each but the last with a sign at its end.
      letters.push(letter.replaceAll("=\r\n", "").replaceAll("=3D", "="));
      done();
    });
  },
});
server.listen(0, "127.0.0.1");
await once(server.server, "listening");
afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
const { port } = server.server.address() as AddressInfo;
const mailFrom = (values: Record<string, string | number>) =>
  updateSettingsGroup(ctx, {
    id: "email",
    values: { host: "127.0.0.1", encryption: "none", from: "shop@example.com", ...values },
  });

const invite = (name: string) =>
  inviteOperator(ctx, { email: `${name}@example.com`, name, role: "analyst" });
const tokenOf = (link: string) => link.split("#")[1] ?? "";
const signIn = (name: string) =>
  signInWithPassword(ctx, { email: `${name}@example.com`, password, ...visitor });

test("without a mail server the link is there to be handed over, and makes an operator of who has it", async () => {
  const { link, emailed } = await invite("ida");
  expect(emailed).toBe("off");
  await expect(signIn("ida")).rejects.toMatchObject({ code: "wrong_credentials" });
  await resetPassword(ctx, { token: tokenOf(link), password, ...visitor });
  expect((await signIn("ida")).kind).toBe("signed_in");
  expect((await listOperators(ctx)).map(({ name, state }) => [name, state])).toEqual([
    ["ida", "active"],
  ]);
  await expect(
    resetPassword(ctx, { token: tokenOf(link), password, ...visitor }),
  ).rejects.toMatchObject({ code: "reset_link_over" });
});

test("a mail server takes the link along; a new one makes the old one worthless", async () => {
  await mailFrom({ port });
  const first = await invite("joe");
  expect(first.emailed).toBe("sent");
  const second = await renewInvitation(ctx, { adminId: first.adminId });
  expect(letters).toHaveLength(2);
  expect(letters[0]).toContain("To: joe@example.com");
  expect(letters[1]).toContain(tokenOf(second.link));
  await expect(
    resetPassword(ctx, { token: tokenOf(first.link), password, ...visitor }),
  ).rejects.toMatchObject({ code: "reset_link_over" });
  await resetPassword(ctx, { token: tokenOf(second.link), password, ...visitor });
  expect((await signIn("joe")).kind).toBe("signed_in");
});

test("a mail server that is away is said, and the link is there all the same", async () => {
  await mailFrom({ port: 9 });
  const { emailed, link } = await invite("kim");
  expect(emailed).toBe("failed");
  await resetPassword(ctx, { token: tokenOf(link), password, ...visitor });
  expect((await signIn("kim")).kind).toBe("signed_in");
});
