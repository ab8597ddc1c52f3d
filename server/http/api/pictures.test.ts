import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../stage.fixture'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

const DRAWING = {
  type: 'ardoise',
  version: 1,
  board: { name: 'Plan', background: null },
  shapes: [
    {
      id: 'box',
      type: 'rectangle',
      order: 'a0',
      geo: [0, 0, 200, 100, 0],
      style: { fill: 'blue' },
      text: 'Łódź',
    },
    { id: 'sketch', type: 'ellipse', order: 'a1', geo: [220, 0, 80, 100, 0.3], style: { roughness: 2 } },
    { id: 'new', type: 'hologram', order: 'a2', geo: [0, 120, 300, 40, 0], style: {} },
  ],
}
type Visitor = ReturnType<Stage['visitor']>

async function boardWith(visitor: Visitor, drawing: object): Promise<string> {
  const answer = await visitor.send('POST', '/api/v1/boards/import', { body: JSON.stringify(drawing) })
  return ((await answer.json()) as { id: string }).id
}
/** Width and height as the header of a PNG says. */
function sizeOfPng(bytes: Uint8Array): [w: number, h: number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  return [view.getUint32(16), view.getUint32(20)]
}

describe('a board as a picture', () => {
  let ana: Visitor
  let id: string
  beforeAll(async () => {
    ana = stage.visitor()
    id = await boardWith(ana, DRAWING)
  })
  const get = (query: string) => ana.api('GET', `/boards/${id}/export?${query}`)

  test('svg: the drawing with its fonts in it, and a policy that lets it do nothing', async () => {
    const answer = await get('format=svg&theme=slate')
    expect(answer.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8')
    expect(answer.headers.get('content-security-policy')).toContain('sandbox')
    expect(answer.headers.get('content-disposition')).toContain('filename="Plan.svg"')
    const svg = await answer.text()
    expect(svg).toContain('Łódź')
    expect(svg).toContain('#20292B')
    // Latin for L and o, Latin Extended for the rest.
    expect(svg.split('@font-face').length - 1).toBe(2)
    expect(svg).toMatch(/url\(data:font\/woff2;base64,[\w+/]{100}/)
    expect(await (await get('format=svg&background=false')).text()).not.toContain('<rect width="100%"')
  })

  test('png: as large as the drawing and its margin, times the scale', async () => {
    const answer = await get('format=png&scale=2&theme=slate&background=false')
    expect(answer.headers.get('content-type')).toBe('image/png')
    const large = sizeOfPng(new Uint8Array(await answer.arrayBuffer()))
    const plain = sizeOfPng(new Uint8Array(await (await get('format=png')).arrayBuffer()))
    expect(plain[0]).toBeGreaterThan(300)
    expect(large[0] / 2).toBeCloseTo(plain[0], -0.5)
    expect(large[1] / 2).toBeCloseTo(plain[1], -0.5)
  })

  test('an empty board is a small blank sheet', async () => {
    const { id: empty } = await ana.create()
    const png = await ana.api('GET', `/boards/${empty}/export?format=png`)
    expect(sizeOfPng(new Uint8Array(await png.arrayBuffer()))).toEqual([33, 33])
  })

  test('a board across the whole page is drawn as large as fits', async () => {
    const far = await boardWith(ana, {
      ...DRAWING,
      shapes: [
        { ...DRAWING.shapes[0], geo: [-900_000, -900_000, 100, 100, 0] },
        { ...DRAWING.shapes[1], geo: [900_000, 900_000, 100, 100, 0] },
      ],
    })
    const png = await ana.api('GET', `/boards/${far}/export?format=png&scale=3`)
    const [w, h] = sizeOfPng(new Uint8Array(await png.arrayBuffer()))
    expect(w * h).toBeLessThanOrEqual(32 * 1024 * 1024)
    expect(w).toBeGreaterThan(5_000)
  })

  test.each([
    ['format=png&scale=4', '400 bad-request'],
    ['format=png&scale=1e9', '400 bad-request'],
    ['format=png&scale=', '400 bad-request'],
    ['format=png&scale=1&scale=2', '400 bad-request'],
    ['format=png&theme=dark', '400 bad-request'],
    ['format=svg&background=maybe', '400 bad-request'],
    ['format=svg&scale=2', '400 bad-request'],
    ['format=json&theme=slate', '400 bad-request'],
    ['format=png&width=100', '400 bad-request'],
    ['format=PNG', '400 unknown-format'],
    ['format=__proto__', '400 unknown-format'],
    ['format=constructor', '400 unknown-format'],
  ])('%s is refused with %s', async (query, refusal) => {
    expect(await ana.refusal(await get(query))).toBe(refusal)
  })

  test('three at once: two are drawn, the third is asked to come back', async () => {
    const answers = await Promise.all([1, 2, 3].map(() => get('format=png')))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 503])
    const refused = answers.find(({ status }) => status === 503)!
    expect(refused.headers.get('retry-after')).toBe('5')
    expect(await ana.refusal(refused)).toBe('503 busy')
  })
})

test('who may not see a board gets no picture of it', async () => {
  const closed = await openStage({ config: { defaultLinkRole: 'none' } })
  const ana = closed.visitor()
  const { id } = await ana.create()
  const path = `/boards/${id}/export?format=png`
  expect((await ana.api('GET', path)).status).toBe(200)
  const eve = closed.visitor()
  expect(await eve.refusal(await eve.api('GET', path))).toBe('403 forbidden')
  await closed.close()
})
