import { DraftInProgress, enqueueDraft } from '../../lib/protocol/drafts'
import type { CursorMessage, DraftMessage, LiveBatch } from '../../lib/protocol/session'

interface Sender {
  /** Undefined: nothing new since the last batch. */
  cursor: CursorMessage | undefined
  readonly drafts: DraftMessage[]
}

/** What moves on a board right now. Per session the latest cursor and one draft: memory is bounded by who is here. */
export class LiveBoard {
  #news = new Map<string, Sender>()
  readonly #cursors = new Map<string, CursorMessage>()
  readonly #inProgress = new Map<string, DraftInProgress>()
  /** Sessions that missed batches and wait for the whole picture. */
  readonly behind = new Set<string>()

  cursor(session: string, cursor: CursorMessage): void {
    this.#cursors.set(session, cursor)
    this.#newsOf(session).cursor = cursor
  }

  draft(session: string, message: DraftMessage): void {
    let progress = this.#inProgress.get(session)
    if (!progress) this.#inProgress.set(session, (progress = new DraftInProgress()))
    progress.add(message)
    enqueueDraft(this.#newsOf(session).drafts, message)
  }

  /** Ends what the session was drawing, for everybody who saw it. */
  leave(session: string): void {
    this.behind.delete(session)
    if (this.#cursors.delete(session)) this.#newsOf(session).cursor = null
    const progress = this.#inProgress.get(session)
    this.#inProgress.delete(session)
    if (progress?.messages().length) this.#newsOf(session).drafts.push({ kind: 'end', committed: false })
  }

  /** What happened since the last call, and who did it; null when nothing did. */
  take(): { readonly batch: LiveBatch; readonly senders: readonly string[] } | null {
    if (this.#news.size === 0) return null
    const news = this.#news
    this.#news = new Map()
    const cursors: [string, CursorMessage][] = []
    const drafts: [string, DraftMessage][] = []
    for (const [session, { cursor, drafts: messages }] of news) {
      if (cursor !== undefined) cursors.push([session, cursor])
      for (const message of messages) drafts.push([session, message])
    }
    const batch = { ...(cursors.length > 0 && { cursors }), ...(drafts.length > 0 && { drafts }) }
    return { batch, senders: [...news.keys()] }
  }

  /** The whole picture for somebody who comes in the middle of it, their own part left out. */
  picture(reader: string): LiveBatch | null {
    const cursors = [...this.#cursors].filter(([session, cursor]) => session !== reader && cursor !== null)
    const drafts: [string, DraftMessage][] = []
    for (const [session, progress] of this.#inProgress)
      if (session !== reader) for (const message of progress.messages()) drafts.push([session, message])
    return cursors.length + drafts.length === 0 ? null : { cursors, drafts }
  }

  /** The whole picture for somebody who missed batches: drafts whose end they may not have seen are ended first. */
  pictureAgain(reader: string, sessions: Iterable<string>): LiveBatch {
    const ends = [...sessions]
      .filter((session) => session !== reader)
      .map((session) => [session, { kind: 'end', committed: true }] as const)
    const picture = this.picture(reader)
    return { cursors: picture?.cursors ?? [], drafts: [...ends, ...(picture?.drafts ?? [])] }
  }

  #newsOf(session: string): Sender {
    let sender = this.#news.get(session)
    if (!sender) this.#news.set(session, (sender = { cursor: undefined, drafts: [] }))
    return sender
  }
}
