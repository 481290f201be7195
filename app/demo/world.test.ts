import { expect, test } from "vitest";
import { forward } from "./world";

const MEGABYTE = new Uint8Array(1024 * 1024);

test("what is sent to a stand-in without saying how long it is, is not read for ever", async () => {
  let sent = 0;
  const body = new ReadableStream({
    pull(controller) {
      sent += 1;
      controller.enqueue(MEGABYTE);
    },
  });
  const request = new Request("http://shop.test/demo/api/telegram/x", {
    method: "POST",
    body,
    duplex: "half",
  } as RequestInit);
  const answer = await forward(request, { url: "http://127.0.0.1:9" });
  expect(answer.status).toBe(413);
  expect(sent).toBeLessThan(10);
});
