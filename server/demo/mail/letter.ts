/** A letter as a mail program shows it. */
export type Letter = { from: string; to: string[]; subject: string; text: string; at: Date };

/** Reads what the product's own mailer writes: one part of plain text, or several of which the plain one is shown. */
export function readLetter(
  raw: Buffer,
  envelope: { from: string; to: string[] },
  at: Date,
): Letter {
  const { head, body } = split(raw.toString("latin1"));
  return { ...envelope, subject: words(field(head, "subject")), text: plainText(head, body), at };
}

function split(raw: string): { head: string; body: string } {
  const end = raw.indexOf("\r\n\r\n");
  const at = end < 0 ? raw.length : end;
  return { head: raw.slice(0, at).replaceAll(/\r\n[ \t]+/g, " "), body: raw.slice(at + 4) };
}

const field = (head: string, name: string): string =>
  new RegExp(`^${name}: *(.*)$`, "im").exec(head)?.[1]?.trim() ?? "";

function plainText(head: string, body: string): string {
  const boundary = /boundary="?([^";]+)"?/i.exec(field(head, "content-type"))?.[1];
  if (!boundary) return decoded(body, field(head, "content-transfer-encoding"));
  const parts = body.split(`--${boundary}`).map((part) => split(part.replace(/^\r\n/, "")));
  const plain = parts.find(({ head: of }) => /^content-type: *text\/plain/im.test(of));
  return plain ? decoded(plain.body, field(plain.head, "content-transfer-encoding")) : "";
}

function decoded(body: string, encoding: string): string {
  if (/base64/i.test(encoding)) return Buffer.from(body, "base64").toString("utf8").trim();
  const bytes = /quoted-printable/i.test(encoding) ? quoted(body.replaceAll("=\r\n", "")) : body;
  return Buffer.from(bytes, "latin1").toString("utf8").replaceAll("\r\n", "\n").trim();
}

const quoted = (text: string): string =>
  text.replaceAll(/=([0-9A-F]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );

/** `=?UTF-8?Q?…?=` and `=?UTF-8?B?…?=`; the blank between two of them is none. */
function words(text: string): string {
  return text
    .replaceAll(/\?=\s+=\?/g, "?==?")
    .replaceAll(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, kind: string, coded: string) => {
      const isBase64 = kind.toLowerCase() === "b";
      const bytes = isBase64 ? Buffer.from(coded, "base64") : quoted(coded.replaceAll("_", " "));
      return Buffer.from(bytes as string, "latin1").toString("utf8");
    });
}
