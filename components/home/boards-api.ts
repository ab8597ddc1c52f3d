import { err, ok, type Result } from '../../lib/board/ids'
import type { BoardList, BoardSummary, ImportReport, Me, Problem } from '../../lib/protocol/api'

/** Why a request did not do what was asked: the server's stable code, or that there was no answer. */
export interface ApiFailure {
  readonly code: string
  /** The server's own words, in English; for programs and for what has no text of ours. */
  readonly detail: string
}
export type Answer<T> = Promise<Result<T, ApiFailure>>

async function ask<T>(path: string, init: RequestInit = {}): Answer<T> {
  try {
    const response = await fetch(`/api/v1${path}`, init)
    if (response.ok) return ok((response.status === 204 ? null : await response.json()) as T)
    const problem = (await response.json()) as Problem
    return err({ code: problem.code, detail: problem.detail })
  } catch (error) {
    // No network, or something between us that does not speak our language: either way, no answer.
    return err({ code: 'unreachable', detail: String(error) })
  }
}

const sending = (method: 'POST' | 'PATCH', body: object): RequestInit => ({
  method,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
})
const pathOf = (id: string) => `/boards/${encodeURIComponent(id)}`

export const listBoards = (cursor: string | null): Answer<BoardList> =>
  ask(`/boards${cursor === null ? '' : `?cursor=${encodeURIComponent(cursor)}`}`)
export const createBoard = (name: string): Answer<BoardSummary> => ask('/boards', sending('POST', { name }))
export const renameBoard = (id: string, name: string): Answer<BoardSummary> =>
  ask(pathOf(id), sending('PATCH', { name }))
export const deleteBoard = (id: string): Answer<null> => ask(pathOf(id), { method: 'DELETE' })
export const importBoard = (file: File): Answer<ImportReport> =>
  ask(`/boards/import?name=${encodeURIComponent(file.name.slice(-255))}`, { method: 'POST', body: file })
export const getMe = (): Answer<Me> => ask('/me')
export const renameMe = (name: string): Answer<Me> => ask('/me', sending('PATCH', { name }))
