import {
  frame,
  isCache,
  isPresence,
  type Message,
  type Publication,
  type Signal,
} from "./protocol";

export type Socket = {
  id: string;
  send(text: string): void;
  close(code: number, reason: string): void;
  /** Who it signed in as, for messages to a user. */
  userId: string | null;
  /** What it listens to. */
  channels: Set<string>;
  /** What it said of itself on joining presence channels. */
  presence: Map<string, { user_id: string; user_info?: unknown }>;
};

type Channel = {
  sockets: Set<Socket>;
  members: Map<string, { info: unknown; count: number }>;
  last: Message | null;
};

export type Hub = ReturnType<typeof createHub>;

/**
 * Who listens to what in this process. It knows no network: sockets are things one can send to. Members of a
 * presence channel are those of this process.
 */
export function createHub() {
  const channels = new Map<string, Channel>();
  const users = new Map<string, Set<Socket>>();

  function open(name: string): Channel {
    const known = channels.get(name);
    if (known) return known;
    const channel: Channel = { sockets: new Set(), members: new Map(), last: null };
    channels.set(name, channel);
    return channel;
  }

  function publish({ except, ...message }: Publication): void {
    if (message.channel.startsWith("#server-to-user-")) {
      for (const socket of users.get(message.channel.slice(16)) ?? []) socket.send(frame(message));
      return;
    }
    if (isCache(message.channel)) open(message.channel).last = message;
    const text = frame(message);
    for (const socket of channels.get(message.channel)?.sockets ?? []) {
      if (socket.id !== except) socket.send(text);
    }
  }

  function join(socket: Socket, name: string, member?: { user_id: string; user_info?: unknown }) {
    const channel = open(name);
    if (channel.sockets.has(socket)) return null;
    if (member) {
      const known = channel.members.get(member.user_id);
      if (known) known.count += 1;
      else {
        channel.members.set(member.user_id, { info: member.user_info, count: 1 });
        publish({
          event: "pusher_internal:member_added",
          channel: name,
          data: JSON.stringify(member),
        });
      }
      socket.presence.set(name, member);
    }
    channel.sockets.add(socket);
    socket.channels.add(name);
    return { presence: isPresence(name) ? presenceOf(channel) : undefined, last: channel.last };
  }

  const presenceOf = ({ members }: Channel) => ({
    count: members.size,
    ids: [...members.keys()],
    hash: Object.fromEntries([...members].map(([id, { info }]) => [id, info])),
  });

  function leave(socket: Socket, name: string): void {
    const channel = channels.get(name);
    if (!channel?.sockets.delete(socket)) return;
    socket.channels.delete(name);
    const member = socket.presence.get(name);
    socket.presence.delete(name);
    const known = member && channel.members.get(member.user_id);
    if (member && known) {
      known.count -= 1;
      if (known.count === 0) {
        channel.members.delete(member.user_id);
        publish({
          event: "pusher_internal:member_removed",
          channel: name,
          data: JSON.stringify({ user_id: member.user_id }),
        });
      }
    }
    if (channel.sockets.size === 0 && !channel.last) channels.delete(name);
  }

  function terminate(userId: string): void {
    for (const socket of users.get(userId) ?? []) socket.close(4009, "terminated");
  }

  return {
    /** Carries out what some process of the application has said. */
    receive(signal: Signal): void {
      if ("terminate" in signal) terminate(signal.terminate);
      else publish(signal);
    },
    join,
    leave,
    /** A socket is gone: it leaves everything. */
    drop(socket: Socket): void {
      for (const name of [...socket.channels]) leave(socket, name);
      const known = socket.userId === null ? undefined : users.get(socket.userId);
      if (known?.delete(socket) && known.size === 0) users.delete(socket.userId ?? "");
    },
    signIn(socket: Socket, userId: string): void {
      socket.userId = userId;
      const known = users.get(userId) ?? new Set();
      known.add(socket);
      users.set(userId, known);
    },
    describe(name: string) {
      const channel = channels.get(name);
      return {
        occupied: (channel?.sockets.size ?? 0) > 0,
        subscription_count: channel?.sockets.size ?? 0,
        ...(isPresence(name) && { user_count: channel?.members.size ?? 0 }),
      };
    },
    members: (name: string): string[] => [...(channels.get(name)?.members.keys() ?? [])],
    names: (prefix: string): string[] =>
      [...channels.keys()].filter((name) => name.startsWith(prefix)),
  };
}
