import { readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";

export type RandomRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer;
};

/** Every page and every route there is, as folders under `app`; `(groups)` are no part of an address. */
const addresses = (file: "page.tsx" | "route.ts"): string[] =>
  readdirSync(path.resolve("app"), { recursive: true, encoding: "utf8" })
    .filter((one) => path.basename(one) === file)
    .map((one) => `/${path.dirname(one)}`.replaceAll(/\/\([^)]+\)/g, "").replace(/^\/\.$/, "/"))
    .sort();
/** The demo's own switches change its world: they are no part of a shop. */
const ROUTES = addresses("route.ts").filter((one) => !one.startsWith("/demo/api"));
const PAGES = addresses("page.tsx");

const word = fc.oneof(
  fc.constantFrom(
    "..%2f..%2fetc%2fpasswd",
    "%00",
    "%ff%fe",
    "%",
    "%zz",
    "a".repeat(3_000),
    "'%20or%201=1--",
    "__proto__",
    "constructor",
    "ord_00000000000000000000000000",
    "-1",
    "9999999999999999999999",
    "NaN",
    "%F0%9F%92%A9",
    "..;",
    "admin.customers.list",
    "miniapp.orders.create,miniapp.customer.me",
    "stars",
    "yookassa",
    "cryptomus",
  ),
  fc.webSegment(),
);
const filled = (address: string): fc.Arbitrary<string> =>
  address
    .split(/(\[[^\]]+\])/)
    .reduce<fc.Arbitrary<string>>(
      (whole, part) =>
        fc
          .tuple(whole, part.startsWith("[") ? word : fc.constant(part))
          .map(([left, right]) => left + right),
      fc.constant(""),
    );

const json = fc.jsonValue({ maxDepth: 4 });
const odd = fc.oneof(
  json,
  fc.constantFrom("", null, [], {}, -1, 1e308, "\u0000", "💩".repeat(50), "' or 1=1 --", true),
);
/** What the handlers read, filled with what they do not expect. */
const FIELDS = [
  ...["json", "meta", "email", "password", "code", "token", "initData", "locale", "id", "input"],
  ...["customerId", "orderId", "csrfToken", "callbackUrl", "response", "data", "amount", "event"],
  ...["object", "type", "update_id", "message", "callback_query", "__proto__", "constructor"],
];
const fields = fc.uniqueArray(
  fc.tuple(fc.oneof(fc.constantFrom(...FIELDS), fc.string({ maxLength: 12 })), odd),
  { selector: ([name]) => name, maxLength: 5 },
);
const query = fc.oneof(
  { weight: 2, arbitrary: fc.constant("") },
  fc.webQueryParameters().map((text) => `?${text}`),
  fields.map((all) => {
    const parts = all.map(([name, value]) => `${encode(name)}=${encode(JSON.stringify(value))}`);
    return `?${parts.join("&")}`;
  }),
  fc.constant("?batch=1&input=%7B%220%22%3A%7B%22json%22%3Anull%7D%7D"),
  fc.constant(`?${"a=1&".repeat(800)}`),
);
/** Lone surrogates have no UTF-8. */
const encode = (text: string): string =>
  encodeURIComponent(text.replaceAll(/[\uD800-\uDFFF]/g, "?"));

const target = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...ROUTES).chain(filled) },
  { weight: 2, arbitrary: fc.constantFrom(...PAGES).chain(filled) },
  {
    weight: 1,
    arbitrary: fc.webPath().map((text) => (text.startsWith("/") ? text : `/${text}`)),
  },
);

const header = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const headers = fc.record(
  {
    "content-type": header(
      "application/json",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/plain",
      "application/json; charset=utf-7",
      ";;;",
    ),
    cookie: fc.oneof(
      fc.constantFrom(
        "rezeis.session=eyJhbGciOiJkaXIi..x.x.x",
        "rezeis.customer=%00%ff",
        "rezeis.refresh=a; rezeis.pending=b; locale=../../x",
      ),
      fc.webQueryParameters(),
    ),
    origin: header("https://evil.example", "null", "::"),
    host: header("localhost", "evil.example", "127.0.0.1:1", "[::1]", "a".repeat(300)),
    "x-forwarded-for": header("1.2.3.4", "::1", "not an address", "1.1.1.1, ".repeat(200)),
    "x-forwarded-proto": header("https", "gopher", ""),
    "x-forwarded-host": header("evil.example", "a b c"),
    authorization: header("Bearer x", "Basic ::", "x".repeat(4_000)),
    "accept-language": header("ru", "xx-YY;q=2", "*;q=abc", ",".repeat(500)),
    "x-telegram-bot-api-secret-token": header("", "x", "secret"),
    "x-remnawave-signature": header("", "00", "zz".repeat(64)),
    "x-remnawave-timestamp": header("", "yesterday", "-1"),
    "stripe-signature": header("t=1,v1=x", "t=,v1="),
    "x-inngest-signature": header("t=1&s=x", ""),
    rsc: header("1"),
    "next-router-state-tree": header("%5B%22%22%5D", "[[[["),
    "next-action": header("00", "x".repeat(42)),
    "if-modified-since": header("never"),
    range: header("bytes=-1", "bytes=9-1"),
    "sec-fetch-site": header("cross-site", "none"),
  },
  { requiredKeys: [] },
);

const body = fc.oneof(
  { weight: 3, arbitrary: fields.map((all) => JSON.stringify(Object.fromEntries(all))) },
  fields.map((all) => new URLSearchParams(all.map(([k, v]) => [k, String(v)])).toString()),
  fc.json({ maxDepth: 5 }),
  fc.constantFrom("", '{"a":', "\u0000", "[".repeat(20_000), '{"0":{"json":{"a":'),
  fc.string({ maxLength: 500 }),
);
const payload = fc.oneof(
  { weight: 5, arbitrary: body.map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 0, max: 300_000 }).map((size) => Buffer.alloc(size, "a")),
  },
);
const METHODS = [
  "GET",
  "POST",
  "POST",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "HEAD",
  "OPTIONS",
  "PROPFIND",
];

/** A request that is HTTP, and senseless otherwise. */
export const anyRequest: fc.Arbitrary<RandomRequest> = fc
  .record({
    method: fc.constantFrom(...METHODS),
    target,
    query,
    headers,
    body: payload,
  })
  .map(({ method, target: address, query: asked, headers: said, body: sent }) => ({
    method,
    path: (address + asked).replaceAll(/[^\x21-\x7e]/g, "%20"),
    headers: Object.fromEntries(
      Object.entries(said).filter(
        (entry): entry is [string, string] =>
          entry[1] !== undefined && !/[^\x20-\x7e]/.test(entry[1]),
      ),
    ),
    body: ["GET", "HEAD", "OPTIONS"].includes(method) ? Buffer.alloc(0) : sent,
  }));

/** Header lines, the empty one that ends them, and what follows. */
const after = (lines: string[], rest = "") => [...lines, "", rest].join("\r\n");
const AFTERS = [
  after(["host: x", "content-length: 10"], "half"),
  after(["host: x", "content-length: -1"]),
  after(["host: x", "content-length: 5", "content-length: 6"], "hello"),
  after(["host: x", "transfer-encoding: chunked"], "zz\r\nx"),
  after(["host: x", "transfer-encoding: chunked", "content-length: 3"], "0\r\n\r\n"),
  after(["host: x", "expect: 100-continue", "content-length: 3"], "abc"),
  after(["host: x", "upgrade: websocket", "connection: upgrade", "sec-websocket-key: x"]),
  after(["host: x\u0000y", "cookie: \u0001\u0002"]),
  after([`x-long: ${"a".repeat(40_000)}`]),
  after(["no colon at all"]),
  after(["host: a", "host: b"]),
  after([]),
  "",
];

/** What is hardly HTTP any more: broken lines, lengths that lie, bodies that stop. */
export const anyBytes: fc.Arbitrary<Buffer> = fc.oneof(
  fc.uint8Array({ minLength: 1, maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .tuple(
      fc.constantFrom("GET", "POST", "get", "G\tT", "CONNECT", "TRACE", ""),
      fc.constantFrom(...ROUTES, "/realtime/app/x", "/", "*"),
      fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "HTTP/2.0", ""),
      fc.constantFrom(...AFTERS),
    )
    .map(([method, address, version, rest]) =>
      Buffer.from(`${method} ${address} ${version}\r\n${rest}`, "latin1"),
    ),
);
