import type { IncomingMessage } from "node:http";
import { ApiError, bad } from "./errors";

export type Upload = { name: string; mime: string; bytes: Uint8Array };
export type Params = Record<string, unknown>;

const MAX_BYTES = 50_000_000;

/** A call's parameters: JSON, urlencoded or multipart body, or the query. `attach://name` becomes its file. */
export async function readParams(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<Params> {
  const params: Params = fromText(query);
  const body = await readBody(request);
  if (body.length === 0) return params;
  const type = request.headers["content-type"] ?? "";
  if (type.includes("json")) return { ...params, ...parseJson(body) };
  if (type.includes("urlencoded")) {
    return { ...params, ...fromText(new URLSearchParams(body.toString("utf8"))) };
  }
  if (!type.includes("multipart")) throw bad("unsupported content type");
  // Telegraf begins with an empty line, which Node's parser refuses.
  const trimmed = body.subarray(body.findIndex((byte) => byte !== 13 && byte !== 10));
  const form = await new Response(new Uint8Array(trimmed), { headers: { "content-type": type } })
    .formData()
    .catch(() => {
      throw bad("can't parse multipart form data");
    });
  const files = new Map<string, Upload>();
  for (const [name, value] of form) {
    if (typeof value === "string") params[name] = fromString(value);
    else {
      files.set(name, {
        name: value.name || name,
        mime: value.type || "application/octet-stream",
        bytes: new Uint8Array(await value.arrayBuffer()),
      });
    }
  }
  for (const [name, file] of files) params[name] = file;
  return attach(params, files) as Params;
}

/** Puts files where `attach://name` stands for them, inside of lists as well. */
function attach(value: unknown, files: Map<string, Upload>): unknown {
  if (typeof value === "string" && value.startsWith("attach://")) {
    return files.get(value.slice("attach://".length)) ?? value;
  }
  if (Array.isArray(value)) return value.map((one) => attach(one, files));
  if (typeof value !== "object" || value === null || "bytes" in value) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, attach(one, files)]));
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BYTES) throw new ApiError(413, "Request Entity Too Large");
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

export function parseJson(body: Buffer): Params {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value === "object" && value !== null) return value as Params;
  } catch {
    // Refused below.
  }
  throw bad("can't parse request JSON object");
}

const fromText = (fields: URLSearchParams): Params =>
  Object.fromEntries([...fields].map(([name, value]) => [name, fromString(value)]));

/** Outside of JSON, objects and lists are sent as JSON text. */
function fromString(value: string): unknown {
  if (!/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
