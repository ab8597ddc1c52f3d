import { z } from '@hono/zod-openapi'
import { MAX_BOARD_NAME_LENGTH } from '../../../lib/board/limits'
import { LIMITS } from '../../../lib/protocol/session'

/** Pages of the board list: a screenful by default. */
const DEFAULT_PAGE = 50
const MAX_PAGE = 100
/** Longer than any file system's. */
const MAX_FILE_NAME_LENGTH = 255
/** Cursors are the storage's; this is only to keep nonsense out of its queries. */
const MAX_CURSOR_LENGTH = 200

/** Any text, because the answer to a bad id is 404 and not 400: an address where nothing is. */
export const boardParams = z.object({
  id: z
    .string()
    .openapi({ description: '22 characters of A–Z a–z 0–9 _ -', example: 'cXk3Vb_0Qm2RrT8yZp4-Lw' }),
})

const boardName = z.string().min(1).max(MAX_BOARD_NAME_LENGTH).openapi({ example: 'Retro sprint 42' })
export const createBoardBody = z.strictObject({ name: boardName.optional() }).openapi('CreateBoard')
export const renameBoardBody = z.strictObject({ name: boardName }).openapi('RenameBoard')
/** Length in code units is checked here, length in characters when the name is cleaned. */
export const renameMeBody = z
  .strictObject({
    name: z
      .string()
      .min(1)
      .max(LIMITS.nameLength * 10),
  })
  .openapi('RenameMe')

export const listQuery = z.strictObject({
  limit: z
    .string()
    .regex(/^\d{1,3}$/)
    .transform(Number)
    .pipe(z.int().min(1).max(MAX_PAGE))
    .default(DEFAULT_PAGE)
    .openapi({ type: 'integer', minimum: 1, maximum: MAX_PAGE, default: DEFAULT_PAGE }),
  cursor: z.string().min(1).max(MAX_CURSOR_LENGTH).optional(),
})
export const exportQuery = z.strictObject({
  format: z.string().max(32).default('json').openapi({ description: '`json` (lossless), `svg` or `png`.' }),
  scale: z.enum(['1', '2', '3']).optional().openapi({
    description: 'png: px per unit, 1 when absent; a board too large for it is drawn as large as fits.',
  }),
  theme: z.enum(['paper', 'slate']).optional().openapi({ description: 'svg, png: `paper` when absent.' }),
  background: z.enum(['true', 'false']).optional().openapi({
    description: 'svg, png: whether the board’s colour lies behind the drawing; `true` when absent.',
  }),
})
export const previewQuery = z.strictObject({
  at: z
    .string()
    .regex(/^\d{1,16}-\d{1,16}$/)
    .openapi({ description: 'The place in the board’s log that the page was told of.', example: '3-128' }),
  theme: z.enum(['paper', 'slate']),
})
export const importQuery = z.strictObject({ name: z.string().min(1).max(MAX_FILE_NAME_LENGTH).optional() })

/*
 * What follows describes the types of lib/protocol/api.ts: handlers answer with those, and an answer that is not
 * as described does not compile.
 */
const time = z.iso.datetime()
export const boardSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    role: z.enum(['view', 'edit', 'owner']),
    createdAt: time,
    updatedAt: time,
    openedAt: time.nullable().optional(),
    people: z.int().openapi({ description: 'People on it now.' }),
  })
  .openapi('Board')
export const boardList = z
  .object({ boards: z.array(boardSummary).readonly(), next: z.string().nullable() })
  .openapi('BoardList')
export const me = z.object({ id: z.string().nullable(), name: z.string().nullable() }).openapi('Me')

const importNote = z
  .object({ type: z.string(), id: z.string(), reason: z.string(), codes: z.array(z.string()).readonly() })
  .openapi('ImportNote')
export const importReport = z
  .object({
    id: z.string(),
    imported: z.int(),
    changed: z.array(importNote).readonly(),
    skipped: z.array(importNote).readonly(),
  })
  .openapi('ImportReport')

export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
  })
  .openapi('Problem')
