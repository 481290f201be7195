/** What a mail server's refusal means for whoever has to mend it. */
export type MailFailure = {
  reason: "dns" | "refused" | "timeout" | "tls" | "auth" | "sender" | "recipient" | "unknown";
  /** The server's or the network's own words. */
  answer: string;
  /** The same letter would be refused again. */
  lasting: boolean;
};

type Told = {
  code?: unknown;
  command?: unknown;
  responseCode?: unknown;
  response?: unknown;
  message?: unknown;
};

const MAX_ANSWER = 300;

/** Reads what nodemailer throws: its own code, the step it was at, and what the server answered. */
export function explainFailure(error: unknown): MailFailure {
  const told: Told = typeof error === "object" && error !== null ? error : {};
  const answer = String(told.response ?? told.message ?? error).slice(0, MAX_ANSWER);
  const status = typeof told.responseCode === "number" ? told.responseCode : 0;
  return { reason: reasonOf(told, answer), answer, lasting: status >= 500 };
}

function reasonOf(told: Told, answer: string): MailFailure["reason"] {
  const code = String(told.code ?? "");
  const command = String(told.command ?? "");
  if (code === "EDNS" || /ENOTFOUND|EAI_AGAIN/.test(`${code} ${answer}`)) return "dns";
  if (code === "EAUTH" || code === "ENOAUTH" || command.startsWith("AUTH")) return "auth";
  if (command === "MAIL FROM") return "sender";
  if (command === "RCPT TO" || code === "EENVELOPE") return "recipient";
  if (code === "ETLS" || /certificate|ssl|tls|wrong version number/i.test(answer)) return "tls";
  if (/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(`${code} ${answer}`)) return "refused";
  if (code === "ETIMEDOUT" || /timed? ?out|greeting never received/i.test(answer)) return "timeout";
  return "unknown";
}
