import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { provideEnv } from "../env";
import { askOutside } from "./ask-outside";
import { addressOutside, guardedLookup, hostOf, leadsInside } from "./guard";

const asked: string[] = [];
const server = createServer((req, res) => {
  asked.push(req.url ?? "");
  if (req.url === "/away") res.writeHead(302, { location: "/secret" }).end();
  else if (req.url !== "/never") res.end("answer");
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => server.close().closeAllConnections());
afterEach(() => {
  asked.length = 0;
  provideEnv({ PRIVATE_HOSTS: "127.0.0.1,localhost", TELEGRAM_API_ROOT: "" });
});
const closed = () => provideEnv({ PRIVATE_HOSTS: "" });
const timeoutMs = 2000;

describe("what a form may not name", () => {
  test.each([
    ...[
      "http://127.0.0.1:6379",
      "https://localhost",
      "http://[::1]/",
      "http://169.254.169.254/latest",
    ],
    ...["http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/", "http://0/"],
    ...["https://postgres", "db.internal", "printer.local", "LOCALHOST.", "10.0.0.5"],
    ...["http://[::ffff:127.0.0.1]/", "http://user:pass@127.0.0.1/", "http://①②⑦.⓪.⓪.①/"],
  ])("%s", (address) => {
    closed();
    expect(leadsInside(hostOf(address) ?? "")).toBe(true);
  });
});

test.each(["https://api.stripe.com", "mail.example.com", "https://1.1.1.1"])(
  "%s is outside",
  (address) => expect(leadsInside(hostOf(address) ?? "")).toBe(false),
);

test("what the environment names is allowed: it is the word of whoever has the machine", () => {
  provideEnv({
    PRIVATE_HOSTS: "mail.internal, 10.0.0.5",
    TELEGRAM_API_ROOT: "http://bot-api:8081",
  });
  for (const host of ["mail.internal", "10.0.0.5", "bot-api"])
    expect(leadsInside(host)).toBe(false);
  expect(leadsInside("10.0.0.6")).toBe(true);
});

describe("a connection", () => {
  test("goes where the environment allows it", async () => {
    expect(await askOutside(`http://127.0.0.1:${port}/`, { timeoutMs })).toEqual({
      status: 200,
      ok: true,
      text: "answer",
    });
  });

  test.each(["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])(
    "to %s is not made otherwise",
    async (host) => {
      closed();
      await expect(askOutside(`http://${host}:${port}/`, { timeoutMs })).rejects.toMatchObject({
        code: "EINSIDE",
      });
      expect(asked).toEqual([]);
    },
  );

  test("follows no redirect and waits for no answer that does not come", async () => {
    const { status } = await askOutside(`http://127.0.0.1:${port}/away`, { timeoutMs });
    expect([status, asked]).toEqual([302, ["/away"]]);
    await expect(
      askOutside(`http://127.0.0.1:${port}/never`, { timeoutMs: 50 }),
    ).rejects.toMatchObject({ name: "TimeoutError" });
  });
});

describe("a name that is looked up", () => {
  const lookUp = (...addresses: string[]) =>
    new Promise((resolve, reject) => {
      const found = addresses.map((address) => ({
        address,
        family: address.includes(":") ? 6 : 4,
      }));
      const lookup = guardedLookup((_host, _options, done) => done(null, found));
      lookup("shop.example.com", { all: true }, (error, all) =>
        error ? reject(error) : resolve(all),
      );
    });

  test("is connected to at the address that was checked", async () => {
    expect(await lookUp("1.1.1.1")).toEqual([{ address: "1.1.1.1", family: 4 }]);
  });

  test.each([[["127.0.0.1"]], [["1.1.1.1", "10.0.0.1"]], [["::1"]], [[]]])(
    "%j is refused: one address inside is enough",
    async (addresses) => {
      await expect(lookUp(...addresses)).rejects.toMatchObject({ code: "EINSIDE" });
    },
  );

  test("is refused for clients that connect by themselves as well", async () => {
    closed();
    await expect(addressOutside("localhost")).rejects.toMatchObject({ code: "EINSIDE" });
  });
});
