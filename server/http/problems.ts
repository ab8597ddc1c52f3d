import type { Problem } from '../../lib/protocol/api'
import { StorageError } from '../storage/storage'

/** Every way a request can fail: the status, and the title that goes with the stable code. */
const PROBLEMS = {
  'bad-request': [400, 'The request is not valid'],
  'malformed-json': [400, 'The body is not JSON'],
  'too-deep': [400, 'The body is nested too deeply'],
  'file-not-json': [400, 'The file cannot be read'],
  'file-too-deep': [400, 'The file is nested too deeply'],
  'file-unknown-format': [400, 'The file is of a kind that cannot be read'],
  'file-too-new': [400, 'The file was made by a newer version'],
  'file-empty': [400, 'The file holds no drawing'],
  'unknown-format': [400, 'There is no such export format'],
  'wrong-origin': [403, 'The request comes from another site'],
  'missing-origin': [403, 'The request does not say where it comes from'],
  forbidden: [403, 'Not allowed on this board'],
  'no-such-board': [404, 'There is no such board'],
  'no-such-page': [404, 'There is nothing at this address'],
  'no-such-preview': [404, 'There is no such picture of the board'],
  'wrong-method': [405, 'This address does not take that method'],
  'upgrade-required': [426, 'This address speaks WebSocket'],
  'too-slow': [408, 'The body did not arrive in time'],
  'too-large': [413, 'The body is too large'],
  'not-json': [415, 'The body must be application/json'],
  'file-too-large': [413, 'The file is too large'],
  'board-too-large': [422, 'The board is too large to be written like this'],
  'board-full': [422, 'The drawing does not fit on the board'],
  'file-too-many': [422, 'The drawing does not fit on a board'],
  'too-many-requests': [429, 'Too many requests from this address'],
  internal: [500, 'The server failed'],
  busy: [503, 'The server is busy'],
  'storage-full': [507, 'The server has no space left'],
  'storage-unavailable': [503, 'The server cannot save at the moment'],
} as const satisfies Record<string, readonly [status: number, title: string]>
export type ProblemCode = keyof typeof PROBLEMS

/** An expected refusal on its way out of a handler: the API's one catch turns it into a problem document. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(`${code}: ${detail}`)
  }
}

export const statusOf = (code: ProblemCode): number => PROBLEMS[code][0]

/** The document that describes a refusal (RFC 9457). */
export function problemDocument(code: ProblemCode, detail: string): Problem {
  const [status, title] = PROBLEMS[code]
  return { type: `urn:ardoise:problem:${code}`, title, status, code, detail }
}

/** A refusal as a response. */
export function problemResponse({ code, detail, headers }: ProblemError): Response {
  const all = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers }
  return new Response(JSON.stringify(problemDocument(code, detail)), { status: statusOf(code), headers: all })
}

/** A budget of the caller's address is spent. */
export const tooManyRequests = (seconds: number) =>
  new ProblemError('too-many-requests', `Too much of this from your address; try again in ${seconds} s.`, {
    'retry-after': String(seconds),
  })

/** What a failure of the storage means to the caller; null when it is not one. */
export function storageProblem(error: unknown): ProblemError | null {
  if (!(error instanceof StorageError)) return null
  if (error.code === 'no-such-board') {
    return new ProblemError('no-such-board', 'The board does not exist, or was deleted.')
  }
  const retry = { 'retry-after': '5' }
  if (error.code === 'full' || error.code === 'read-only') {
    return new ProblemError('storage-full', 'The disk is full or read-only. Nothing was changed.', retry)
  }
  return new ProblemError('storage-unavailable', 'The database does not answer. Try again shortly.', retry)
}
