import type { BoardId } from '../../lib/board/ids'
import type { Role } from '../../lib/protocol/session'
import { TokenBucket } from '../../lib/protocol/token-bucket'
import type { Identity } from '../access/access'

/** A tab on a board. Who it is was decided when it connected; no message of the tab can change it. */
export class Session {
  readonly #buckets = new Map<string, TokenBucket>()

  constructor(
    readonly about: {
      /** Public: the same for every connection that knows the key. */
      readonly id: string
      /** Secret of the tab. */
      readonly key: string
      readonly boardId: BoardId
      /** Null: an ephemeral guest. */
      readonly identity: Identity | null
      /** Public, and another one on every board: tabs of one person share it. */
      readonly person: string
      readonly role: Role
      /** Socket.IO's room of this one connection. */
      readonly socketId: string
    },
    private readonly now: () => number,
  ) {}

  get id(): string {
    return this.about.id
  }

  /** Whether one more `event` may run, at `perSecond` sustained and twice that at once. */
  allow(event: string, perSecond: number): boolean {
    let bucket = this.#buckets.get(event)
    if (!bucket)
      this.#buckets.set(event, (bucket = new TokenBucket({ perSecond, burst: perSecond * 2 }, this.now)))
    return bucket.take()
  }
}
