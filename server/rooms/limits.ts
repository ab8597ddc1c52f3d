import { MAX_FRAME_BYTES } from '../../lib/protocol/sync'

const KIB = 1024
const MIB = 1024 * KIB

/** What one `/sync` connection, one board and the process may use. Generous for people, finite for programs. */
export const LIMITS = {
  /** An editor's largest frame: a stock client sends a long offline time as one, ours in pieces. */
  frameBytes: MAX_FRAME_BYTES,
  /** Viewers only ask and answer. */
  viewerFrameBytes: 64 * KIB,
  /** From the upgrade until who it is, and whether the board exists, is known. [K34] */
  authenticateMs: 5_000,

  /** This, and `bytes`, our client stays below (lib/sync/uplink.ts). */
  updates: { perSecond: 60, burst: 300 },
  /** More updates within this time of connecting: a program may send what it kept offline one by one. */
  outbox: { updates: 3_000, withinMs: 30_000 },
  bytes: { perSecond: MIB, burst: MAX_FRAME_BYTES + MIB },
  awareness: { perSecond: 30, burst: 90 },
  /** Barriers, queries and whatever else costs next to nothing. */
  other: { perSecond: 120, burst: 600 },
  /** Each may be answered by the whole board. [B19] */
  step1: { perSecond: 0.5, burst: 5 },
  step1Bytes: 64 * KIB,

  awarenessBytes: 4 * KIB,
  /** A stock client repeats the others' entries beside its own; nobody repeats more than a crowd. [B38] */
  awarenessEntries: 1_000,
  awarenessFrameBytes: 256 * KIB,

  /** Barriers that wait for storage. A program may ask behind each change for five seconds, our client has one at a time. */
  barriers: 300,

  /** An update whose predecessors are missing waits for them. [B14] */
  gapBytes: MIB,
  gapMs: 10_000,
  /** Updates with values out of bounds before the connection is closed. */
  refusals: 10,
  /** A viewer's updates before the connection is closed. [B28] */
  viewerUpdates: 3,
  /** Writers in one message: a tab passes on what a few others left, a copy of a board what all of them drew. [B17] */
  clientsPerUpdate: { update: 500, step2: 5_000 },

  /**
   * What is on its way to one client. [F31] Beyond `flowBytes` it is told no more of people and sent no more updates; what
   * it missed comes merged when no more than `drainedBytes` are on their way. It is closed when it has missed `maxBytes`, or
   * has taken in nothing for `maxStallMs`. A board that is opened is handed on by `openingBytes`.
   */
  queue: {
    flowBytes: 256 * KIB,
    drainedBytes: 64 * KIB,
    openingBytes: MIB,
    maxBytes: 16 * MIB,
    maxStallMs: 30_000,
  },
  /** Rows that a snapshot holds stay in memory as well, up to this share of its bytes, for tabs that come back. */
  keptShareOfSnapshot: 1 / 8,

  /** A board as it is stored: beyond it only what makes it smaller is taken in. Told in the log from the share on. [B27] */
  boardBytes: 64 * MIB,
  boardWarnShare: 0.8,
  /** Accepted and not committed yet, while storage fails. [F07] */
  unsavedBytes: 64 * MIB,
  /** The same, of all boards together. */
  unsavedBytesOfAll: 512 * MIB,
  /**
   * Compaction is asked for beyond this; of a large snapshot, beyond its size, or a row for so many of its bytes. It takes
   * the processor for 0.1 s: five people who draw without a pause write 2 000 rows in 13 s, and loading them takes 60 ms.
   */
  tail: { rows: 2_000, bytes: 2 * MIB, snapshotBytesPerRow: 8 * KIB },
  /** A board that is left with this is folded, so that the next opening is quick. */
  tailAtUnload: { rows: 100, bytes: 2 * MIB },
  /** People reload, and come back from another tab. */
  unloadIdleMs: 30_000,
  /**
   * Beyond so many connections what is drawn is handed on at most so often: 60 times a second, as screens show it, and
   * less often from 800 on. Writing to one takes 5 to 10 µs, so that less than half of the time goes into that. A commit
   * takes half a millisecond of processor: a board of a thousand is handed over every 30 ms.
   */
  crowd: { connections: 10, everyMs: 16, perConnectionMs: 0.02, commitMsPerConnection: 0.03 },
  /** Connections on one board. */
  connections: 2_500,
} as const

/** Three silent rounds make a connection dead: at most 12 s after its last sign of life, and every round sends
 * a message, so no stock client waits longer than this for one. */
export const ROUND_MS = 3_900
