import { expect, test } from "vitest";
import { meaningOf } from "./links";

test.each([
  ["https://t.me/$abc-_1", { kind: "invoice", slug: "abc-_1" }],
  ["https://t.me/invoice/abc", { kind: "invoice", slug: "abc" }],
  ["https://t.me/Demo_Bot?start=ref_1", { kind: "start", payload: "ref_1" }],
  ["https://t.me/demo_bot", { kind: "start", payload: "" }],
  ["https://t.me/demo_bot?startapp=x", { kind: "app", startParam: "x" }],
  [
    "https://t.me/share/url?url=https%3A%2F%2Fa.b&text=Hi",
    { kind: "share", text: "Hi\nhttps://a.b" },
  ],
  ["https://t.me/other_bot?start=x", { kind: "telegram", url: "https://t.me/other_bot?start=x" }],
  ["https://shop.example.com/pay", { kind: "web", url: "https://shop.example.com/pay" }],
])("%s", (link, meaning) => {
  expect(meaningOf(link, "demo_bot")).toEqual(meaning);
});
