import { Agent, request } from "node:http";
import { connect } from "node:net";
import type { RandomRequest } from "./random-request";

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const PATIENCE_MS = 20_000;
/** A server may keep a connection open whose request never ends: that is its own affair. */
const RAW_PATIENCE_MS = 400;

/** What came back; status 0 when the server cut the connection, which it may. */
export function send(
  port: number,
  { method, path, headers, body }: RandomRequest,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ agent, host: "127.0.0.1", port, method, path, headers }, (answer) => {
      let text = JSON.stringify(answer.headers);
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      answer.on("error", () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.setTimeout(PATIENCE_MS, () => {
      sent.destroy();
      reject(new Error(`no answer to ${method} ${path.slice(0, 200)}`));
    });
    sent.on("error", () => resolve({ status: 0, text: "" }));
    sent.end(body);
  });
}

/** Writes bytes that need not be HTTP, and reads until the other side ends or says no more. */
export function sendBytes(port: number, bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = "";
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes));
    socket.setTimeout(RAW_PATIENCE_MS, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
}
