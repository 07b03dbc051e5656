// Sends what happens in a class to everybody who follows it, as server-sent events.
import { Readable } from 'node:stream';
import { onePerInstallation } from '../../platform/per-installation.ts';
import type { Platform } from '../../platform/platform.ts';
import { Refused } from '../../platform/refused.ts';
import { networkOf } from '../../platform/unknown-codes.ts';
import { findSession, type ClassSession } from './store.ts';
import { viewOf } from './view.ts';

/** Streams at once: of the whole installation, and of one network. */
const MOST_STREAMS = 3_000;
const MOST_OF_NETWORK = 1_000;
/** A comment this often keeps proxies from cutting a quiet line, and finds those that are gone. */
const HEARTBEAT_MS = 20_000;
/** New counts of votes go out this often at most: hundreds vote within seconds. */
const VOTES_EVERY_MS = 400;
/** Whoever has not taken this much yet is cut off; their browser comes back and begins anew. */
const MOST_WAITING_BYTES = 256 * 1024;

export interface Hub {
  /** A stream that begins with where the class stands. */
  follow(session: ClassSession, address: string): Promise<Readable>;
  /** A step was taken: everybody is told at once. */
  stepped(sessionId: string): Promise<void>;
  /** A vote came in: the count is told soon. */
  voted(sessionId: string): void;
  /** The class is over: everybody is told, and their streams end. */
  ended(sessionId: string): void;
  /** Ends every stream; a server that stops waits for none. */
  stop(): void;
}

interface Follower {
  readonly stream: Readable;
  readonly network: string;
}

const message = (event: string, data: unknown) =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;

function send({ stream }: Follower, text: string): void {
  stream.push(text);
  if (stream.readableLength > MOST_WAITING_BYTES) stream.destroy();
}

export const hubOf = onePerInstallation((platform: Platform): Hub => {
  const classes = new Map<string, Set<Follower>>();
  const soon = new Map<string, NodeJS.Timeout>();
  let heart: NodeJS.Timeout | undefined;
  const all = () => [...classes.values()].flatMap((followers) => [...followers]);

  function leave(sessionId: string, follower: Follower): void {
    const followers = classes.get(sessionId);
    followers?.delete(follower);
    if (followers?.size === 0) classes.delete(sessionId);
    if (classes.size > 0) return;
    clearInterval(heart);
    heart = undefined;
  }

  async function tell(sessionId: string): Promise<void> {
    const followers = classes.get(sessionId);
    const session = followers && (await findSession(platform.db, sessionId));
    if (!session || session.closedAt !== null) return;
    const text = message('class', await viewOf(platform, session));
    for (const follower of followers) send(follower, text);
  }

  return {
    async follow(session, address) {
      const network = networkOf(address);
      const others = all();
      const near = others.filter((one) => one.network === network);
      if (others.length >= MOST_STREAMS || near.length >= MOST_OF_NETWORK)
        throw new Refused('busy');
      const stream = new Readable({ read: () => undefined });
      const follower = { stream, network };
      const followers = classes.get(session.id) ?? new Set();
      classes.set(session.id, followers.add(follower));
      stream.once('close', () => leave(session.id, follower));
      heart ??= setInterval(() => {
        for (const one of all()) send(one, ': still here\n\n');
      }, HEARTBEAT_MS).unref();
      // Not all at the same moment when the server comes back.
      send(follower, `retry: ${2_000 + Math.floor(Math.random() * 3_000)}\n\n`);
      send(follower, message('class', await viewOf(platform, session)));
      return stream;
    },
    stepped: tell,
    voted(sessionId) {
      if (soon.has(sessionId) || !classes.has(sessionId)) return;
      const later = setTimeout(() => {
        soon.delete(sessionId);
        tell(sessionId).catch((error: unknown) =>
          platform.log.error({ err: error }, 'the count of votes could not be told'),
        );
      }, VOTES_EVERY_MS);
      soon.set(sessionId, later.unref());
    },
    ended(sessionId) {
      for (const follower of [...(classes.get(sessionId) ?? [])]) {
        send(follower, message('ended', {}));
        follower.stream.push(null);
      }
    },
    stop() {
      clearInterval(heart);
      for (const later of soon.values()) clearTimeout(later);
      soon.clear();
      for (const { stream } of all()) stream.push(null);
    },
  };
});
