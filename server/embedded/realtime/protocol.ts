/** Pusher Channels protocol, version 7: what goes over the wire. */
export const CHANNEL_NAME = /^[-a-zA-Z0-9_=@,.;#]{1,200}$/;

export const isPresence = (channel: string): boolean => channel.startsWith("presence-");
export const isRestricted = (channel: string): boolean => /^(private|presence)-/.test(channel);
export const isCache = (channel: string): boolean => /^(private-|presence-)?cache-/.test(channel);

/** A message for subscribers; `data` is a JSON text inside the JSON, as the protocol has it. */
export type Message = {
  event: string;
  channel?: string;
  data: string;
  user_id?: string;
};

export type Publication = Message & { channel: string; except?: string };

/** What every process of the application is told. */
export type Signal = Publication | { terminate: string };

export const frame = (message: Message): string => JSON.stringify(message);

export const failure = (code: number, message: string): string =>
  JSON.stringify({ event: "pusher:error", data: { code, message } });
