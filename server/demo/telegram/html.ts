import { bad } from "./errors";
import type { Entity } from "./types";

const TYPES: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  code: "code",
  pre: "pre",
  a: "text_link",
  blockquote: "blockquote",
  "tg-spoiler": "spoiler",
  span: "spoiler",
};
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

type Open = { tag: string; offset: number; url?: string };

/** Reads `parse_mode=HTML` as strictly as Telegram does: unknown or unbalanced tags are refused. */
export function parseHtml(html: string): { text: string; entities: Entity[] } {
  let text = "";
  const entities: Entity[] = [];
  const open: Open[] = [];
  for (const [part] of html.matchAll(/<[^>]*>?|&(?:#x?[\da-f]+|\w+);?|[^<&]+|&/gi)) {
    if (part.startsWith("&")) text += decodeReference(part);
    else if (!part.startsWith("<")) text += part;
    else if (part.startsWith("</")) close(part);
    else begin(part);
  }
  const left = open.at(-1);
  if (left) throw parseError(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return trimmed(text, entities);

  function begin(part: string): void {
    const [, name = "", attributes = ""] = /^<([\w-]+)([^>]*)>$/.exec(part) ?? [];
    const tag = name.toLowerCase();
    if (!tag || !Object.hasOwn(TYPES, tag)) {
      throw parseError(`Unsupported start tag "${tag}" at byte offset ${Buffer.byteLength(text)}`);
    }
    const url = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/.exec(attributes);
    const href = url?.[1] ?? url?.[2];
    open.push({
      tag,
      offset: text.length,
      ...(href ? { url: href.replace(/&\w+;/g, decodeReference) } : {}),
    });
  }

  function close(part: string): void {
    const tag = /^<\/([\w-]*)\s*>$/.exec(part)?.[1]?.toLowerCase();
    const last = open.pop();
    if (!last || (tag !== last.tag && tag !== "")) {
      const wrong = last ? `Unmatched end tag, expected "</${last.tag}>", found "</${tag}>"` : "";
      throw parseError(wrong || "Unexpected end tag");
    }
    const length = text.length - last.offset;
    const type = TYPES[last.tag] ?? "";
    // A link without an address is only text.
    if (length === 0 || (type === "text_link" && !last.url)) return;
    entities.push({ type, offset: last.offset, length, ...(last.url ? { url: last.url } : {}) });
  }
}

const parseError = (reason: string) => bad(`can't parse entities: ${reason}`);

function decodeReference(part: string): string {
  const name = part.replace(/^&|;$/g, "");
  if (part === "&" || !part.endsWith(";")) return part;
  const number = /^#(x?)([\da-f]+)$/i.exec(name);
  const code = number ? Number.parseInt(number[2] ?? "", number[1] ? 16 : 10) : 0;
  if (number) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : part;
  return NAMED[name] ?? part;
}

/** Telegram drops white space around a message. */
function trimmed(text: string, entities: Entity[]): { text: string; entities: Entity[] } {
  const kept = text.trim();
  const cut = text.length - text.trimStart().length;
  return {
    text: kept,
    entities: entities
      .map((entity) => {
        const offset = Math.max(0, entity.offset - cut);
        const end = Math.min(kept.length, entity.offset - cut + entity.length);
        return { ...entity, offset, length: end - offset };
      })
      .filter(({ length }) => length > 0)
      .sort((a, b) => a.offset - b.offset || b.length - a.length),
  };
}

/** What Telegram itself marks in a plain text: commands, addresses, mentions. */
export function findEntities(text: string): Entity[] {
  const found: Entity[] = [];
  const mark = (type: string, pattern: RegExp) => {
    for (const match of text.matchAll(pattern)) {
      found.push({ type, offset: match.index, length: match[0].length });
    }
  };
  mark("bot_command", /(?<=^|\s)\/[a-z0-9_]{1,64}(?:@\w+)?(?![\w/])/gi);
  mark("url", /\bhttps?:\/\/[^\s<>"]+[^\s<>".,;:!?)]/g);
  mark("mention", /(?<=^|\s)@[a-z]\w{3,31}/gi);
  return found;
}
