import { z } from "zod";
import { type Credentials, maySignIn, maySubscribe } from "./auth";
import type { Hub, Socket } from "./hub";
import {
  CHANNEL_NAME,
  failure,
  frame,
  isCache,
  isPresence,
  isRestricted,
  type Publication,
} from "./protocol";

const incoming = z.object({
  event: z.string().max(200),
  channel: z.string().max(200).optional(),
  data: z.unknown().optional(),
});
const subscription = z.object({
  channel: z.string(),
  auth: z.unknown().optional(),
  channel_data: z.string().max(10_000).optional(),
});
const member = z.object({
  user_id: z.union([z.string(), z.number()]).transform(String),
  user_info: z.unknown().optional(),
});

/** Client events a socket may send between two sweeps. */
export const CLIENT_EVENT_BUDGET = 10;

/** Channels one socket may listen to: its memory here has an end. */
const MAX_CHANNELS = 100;

export type Client = Socket & {
  budget: number;
  /** Whose session lets it listen, as the application signed it: with its end the line is cut. */
  session: string | null;
};
export type Realm = { app: Credentials; hub: Hub; publish: (publication: Publication) => void };
type Handler = (realm: Realm, socket: Client, data: unknown) => unknown;

/** Handles one text frame of a client; nonsense is answered with a protocol error and changes nothing. */
export function receive(realm: Realm, socket: Client, text: string): unknown {
  const message = incoming.safeParse(parse(text));
  if (!message.success) return socket.send(failure(4200, "Invalid message"));
  const { event, channel = "", data } = message.data;
  const handler = Object.hasOwn(HANDLERS, event) ? HANDLERS[event] : undefined;
  if (handler) return handler(realm, socket, data);
  if (event.startsWith("client-")) clientEvent(realm, socket, { event, channel, data });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const HANDLERS: Record<string, Handler> = {
  "pusher:ping": (_realm, socket) => socket.send(frame({ event: "pusher:pong", data: "{}" })),
  "pusher:subscribe": subscribe,
  "pusher:unsubscribe": ({ hub }, socket, data) => {
    const parsed = z.object({ channel: z.string() }).safeParse(data);
    if (parsed.success) hub.leave(socket, parsed.data.channel);
  },
  "pusher:signin": ({ app, hub }, socket, data) => {
    const parsed = z
      .object({ auth: z.unknown().optional(), user_data: z.string() })
      .safeParse(data);
    const user = z
      .object({ id: z.union([z.string(), z.number()]).transform(String) })
      .safeParse(parse(parsed.data?.user_data ?? ""));
    if (
      !parsed.success ||
      !user.success ||
      !maySignIn(app, socket.id, parsed.data.auth, parsed.data.user_data)
    ) {
      socket.send(failure(4009, "Invalid signin signature"));
      return socket.close(4009, "Invalid signin signature");
    }
    hub.signIn(socket, user.data.id);
    socket.send(
      frame({
        event: "pusher:signin_success",
        data: JSON.stringify({ user_data: parsed.data.user_data }),
      }),
    );
  },
};

function subscribe({ app, hub }: Realm, socket: Client, data: unknown): unknown {
  const parsed = subscription.safeParse(data);
  if (!parsed.success) return socket.send(failure(4200, "Invalid subscription"));
  const { channel, auth, channel_data } = parsed.data;
  const refuse = (type: string, error: string, status: number) =>
    socket.send(
      JSON.stringify({
        event: "pusher:subscription_error",
        channel,
        data: { type, error, status },
      }),
    );
  const accept = (content: unknown) =>
    socket.send(
      frame({
        event: "pusher_internal:subscription_succeeded",
        channel,
        data: JSON.stringify(content),
      }),
    );
  if (channel.startsWith("#server-to-user-")) {
    return channel === `#server-to-user-${socket.userId}`
      ? accept({})
      : refuse("AuthError", "not signed in as this user", 401);
  }
  if (!CHANNEL_NAME.test(channel)) return refuse("BadEventError", "invalid channel name", 400);
  if (socket.channels.size >= MAX_CHANNELS) return refuse("LimitReached", "too many channels", 403);
  if (isRestricted(channel) && !maySubscribe(app, socket.id, channel, auth, channel_data)) {
    return refuse("AuthError", "invalid signature", 401);
  }
  const joining = isPresence(channel) ? member.safeParse(parse(channel_data ?? "")) : null;
  if (joining && !joining.success) return refuse("BadEventError", "invalid channel data", 400);
  const joined = hub.join(socket, channel, joining?.data);
  if (isRestricted(channel) && !joining) {
    socket.session = member.safeParse(parse(channel_data ?? "")).data?.user_id ?? socket.session;
  }
  if (!joined) return;
  accept(joined.presence ? { presence: joined.presence } : {});
  if (!isCache(channel)) return;
  socket.send(frame(joined.last ?? { event: "pusher:cache_miss", channel, data: "{}" }));
}

function clientEvent(
  { publish }: Realm,
  socket: Client,
  { event, channel, data }: { event: string; channel: string; data: unknown },
): unknown {
  if (!isRestricted(channel) || !socket.channels.has(channel)) {
    return socket.send(failure(4301, "client events only on joined private or presence channels"));
  }
  socket.budget -= 1;
  if (socket.budget < 0) return socket.send(failure(4301, "client event rate limit"));
  publish({
    event,
    channel,
    data: typeof data === "string" ? data : JSON.stringify(data ?? null),
    except: socket.id,
    user_id: socket.presence.get(channel)?.user_id,
  });
}
