import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from "smtp-server";
import { type Letter, readLetter } from "./letter";

export type { Letter } from "./letter";

export type DemoMail = {
  host: string;
  port: number;
  /** Newest first. */
  letters(): readonly Letter[];
  stop(): Promise<void>;
};

const KEPT = 200;
const MAX_BYTES = 1024 * 1024;

/** A mail server on loopback that delivers to nobody: its letters are there to be read on a page of the demo. */
export async function startDemoMail(): Promise<DemoMail> {
  const letters: Letter[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS"],
    size: MAX_BYTES,
    onData(stream, session, done) {
      collect(stream).then(
        (raw) => {
          letters.unshift(readLetter(raw, envelopeOf(session), new Date()));
          letters.length = Math.min(letters.length, KEPT);
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  // A client that hangs up in the middle is no reason to end.
  server.on("error", () => {});
  server.listen(0, "127.0.0.1");
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  return {
    host: "127.0.0.1",
    port,
    letters: () => letters,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function collect(stream: SMTPServerDataStream): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const envelopeOf = ({ envelope }: SMTPServerSession) => ({
  from: envelope.mailFrom ? envelope.mailFrom.address : "",
  to: envelope.rcptTo.map(({ address }) => address),
});
