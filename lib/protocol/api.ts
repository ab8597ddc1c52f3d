/** What the HTTP API answers; the server's schemas are checked against these types. */

import type { Role } from './session'

export interface BoardSummary {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly updatedAt: string
  /** When this person last opened it; in lists. */
  readonly openedAt?: string | null
  /** People on it now. */
  readonly people: number
}
export interface BoardList {
  readonly boards: readonly BoardSummary[]
  /** Pass as `cursor` for the next page; null at the end. */
  readonly next: string | null
}
export interface Me {
  /** Null until the person is known by a cookie. */
  readonly id: string | null
  readonly name: string | null
}
export interface ImportReport {
  readonly id: string
  readonly imported: number
  readonly changed: readonly ImportNote[]
  readonly skipped: readonly ImportNote[]
}
export interface ImportNote {
  readonly type: string
  readonly id: string
  /** One English sentence per code. */
  readonly reason: string
  /** Stable, for programs and translations. */
  readonly codes: readonly string[]
}
/** RFC 9457. `code` is stable for programs; `detail` is for people and says what to do. */
export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
}
/** Import limits (also the client's): larger files are refused before they are read. */
export const MAX_IMPORT_BYTES = 100 * 1024 * 1024
