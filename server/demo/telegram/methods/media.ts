import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { Params, Upload } from "../body";
import type { Telegram } from "../context";
import { bad } from "../errors";
import { read } from "../limits";
import type { Message } from "../types";
import { captionOf, chatOfCall, putMessage } from "./messages";

type Method = (telegram: Telegram, params: Params) => Promise<unknown>;
type Kind = "photo" | "document" | "video";

const isUpload = (value: unknown): value is Upload =>
  typeof value === "object" && value !== null && "bytes" in value;

/** Stores an upload, or accepts the id of a file that was sent before. */
async function fileOf(telegram: Telegram, value: unknown, kind: Kind) {
  if (isUpload(value)) {
    if (value.bytes.length === 0) throw bad("file must be non-empty");
    return { id: await telegram.store.addFile(value), name: value.name, size: value.bytes.length };
  }
  if (typeof value !== "string" || value === "") throw bad(`there is no ${kind} in the request`);
  const known = await telegram.store.file(value);
  if (!known) throw bad("wrong file identifier/HTTP URL specified");
  return { id: known.id, name: known.name, size: known.bytes.length };
}

async function contentOf(telegram: Telegram, kind: Kind, value: unknown) {
  const { id, name, size } = await fileOf(telegram, value, kind);
  const file = { file_id: id, file_unique_id: id };
  const content: Record<Kind, Partial<Message>> = {
    photo: { photo: [{ ...file, width: 512, height: 512 }] },
    document: { document: { ...file, file_name: name, file_size: size } },
    video: {
      video: { ...file, width: 640, height: 360, duration: 1, file_name: name, file_size: size },
    },
  };
  return content[kind];
}

const send =
  (kind: Kind): Method =>
  async (telegram, params) => {
    await chatOfCall(telegram, params);
    const content = await contentOf(telegram, kind, params[kind]);
    return putMessage(telegram, params, { ...content, ...captionOf(params) });
  };

const groupParams = z.object({
  media: z
    .array(z.looseObject({ type: z.enum(["photo", "document", "video"]), media: z.unknown() }))
    .min(2)
    .max(10),
});

export const mediaMethods: Record<string, Method> = {
  sendPhoto: send("photo"),
  sendDocument: send("document"),
  sendVideo: send("video"),
  async sendMediaGroup(telegram, params) {
    await chatOfCall(telegram, params);
    const { media } = read(groupParams, params);
    const group = BigInt(`0x${randomBytes(7).toString("hex")}`).toString();
    // Everything is read before anything is shown: a group comes whole or not at all.
    const contents: Partial<Message>[] = [];
    for (const one of media) {
      const content = await contentOf(telegram, one.type, one.media);
      contents.push({ ...content, ...captionOf(one), media_group_id: group });
    }
    const sent: Message[] = [];
    for (const content of contents) {
      sent.push(await putMessage(telegram, { ...params, reply_markup: undefined }, content));
    }
    return sent;
  },
};
