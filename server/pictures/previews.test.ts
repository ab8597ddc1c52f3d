import { readdirSync } from 'node:fs'
import { afterEach, expect, test, vi } from 'vitest'
import { BOARD_HEADER, previewPath, readBoardHeader, type PagePreview } from '../../lib/protocol/page'
import { openStage, type Stage } from '../http/stage.fixture'

let stage: Stage
afterEach(() => stage.close())

const QUIET_MS = 20
const drawing = (x: number) =>
  JSON.stringify({
    type: 'ardoise',
    version: 1,
    board: { name: 'Plan', background: null },
    shapes: [
      { id: `box-${x}`, type: 'rectangle', order: 'a0', geo: [x, 0, 200, 100, 0], style: {}, text: 'Łódź' },
    ],
  })

/** A server that draws any board that rested a moment, and whose board pages say what they were told. */
async function open(options: Parameters<typeof openStage>[0] = {}) {
  stage = await openStage({
    previews: { leastBytes: 0, quietMs: QUIET_MS, restPerDrawing: 0 },
    next: async (req, res) => void res.end(req.headers[BOARD_HEADER] ?? 'null'),
    ...options,
  })
  const ana = stage.visitor()
  const answer = await ana.send('POST', '/api/v1/boards/import', { body: drawing(0) })
  const { id } = (await answer.json()) as { id: string }
  return { ana, id }
}
const previewOf = async (id: string): Promise<PagePreview | null> => {
  const page = await fetch(`${stage.url}/b/${id}`)
  return readBoardHeader(await page.text())!.preview
}
const drawn = (id: string) =>
  vi.waitFor(async () => (await previewOf(id)) ?? Promise.reject(new Error('not drawn yet')), {
    timeout: 15_000,
    interval: 50,
  })

test('a board that rests is drawn, and its page comes with the picture in either theme', async () => {
  const { ana, id } = await open()
  expect(await previewOf(id)).toBeNull()
  const preview = await drawn(id)
  expect(preview.contents.x).toBeLessThanOrEqual(0)
  expect(preview.contents.w).toBeGreaterThanOrEqual(200)
  expect(preview.scale).toBe(1)
  const pictures = await Promise.all(
    ['paper', 'slate'].map(async (theme) => {
      const picture = await ana.send('GET', previewPath(id as never, preview, theme))
      expect(picture.headers.get('content-type')).toBe('image/webp')
      expect(picture.headers.get('cache-control')).toContain('no-store')
      return Buffer.from(await picture.arrayBuffer())
    }),
  )
  expect(pictures.map((bytes) => bytes.subarray(8, 12).toString())).toEqual(['WEBP', 'WEBP'])
  expect(pictures[0]!.equals(pictures[1]!)).toBe(false)
})

test('a picture is of the board as it is stored or not shown at all', async () => {
  const { ana, id } = await open()
  const before = await drawn(id)
  await ana.send('POST', `/api/v1/boards/${id}/import`, { body: drawing(5_000) })
  expect(await previewOf(id)).toBeNull()
  const answer = await ana.send('GET', previewPath(id as never, before, 'paper'))
  expect(await ana.refusal(answer)).toBe('404 no-such-preview')
  const after = await drawn(id)
  expect(after.contents.w).toBeGreaterThan(before.contents.w)
})

test('who may not see a board gets no picture of it, and no address that is not one gets a file', async () => {
  const { ana, id } = await open({ config: { defaultLinkRole: 'none' } })
  const eve = stage.visitor()
  const path = previewPath(id as never, { at: '1-1' }, 'paper')
  expect(await eve.refusal(await eve.send('GET', path))).toBe('403 forbidden')
  for (const query of ['at=..%2F..%2F1-1&theme=paper', 'at=1-1&theme=..', 'at=1-1', 'theme=paper'])
    expect(await ana.refusal(await ana.api('GET', `/boards/${id}/preview?${query}`))).toBe('400 bad-request')
})

test('nothing is kept of a board that is deleted', async () => {
  const { ana, id } = await open()
  await drawn(id)
  const files = () => readdirSync(`${stage.dataDir}/previews`)
  expect(files()).toHaveLength(3)
  await ana.api('DELETE', `/boards/${id}`)
  expect(files()).toEqual([])
})
