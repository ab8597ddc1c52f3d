import { generateNKeysBetween } from 'fractional-indexing'

/** A seeded stream of numbers in [0, 1): mulberry32 (T. Ettinger, public domain), enough for drawing scenes. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Square page units per shape: about 330 of them are then visible at 100 % on 1440 × 900. */
const AREA_PER_SHAPE = (1440 * 900) / 330
const STROKE_POINTS = 60
const INKS = ['ink', 'red', 'blue', 'green', 'violet', 'orange']

export interface SceneShape {
  readonly id: string
  readonly type: string
  readonly geo: readonly [number, number, number, number, number]
  readonly style: Record<string, unknown>
  readonly order: string
  readonly data: Record<string, unknown>
  readonly text?: string
  readonly points?: readonly (readonly [number, number, number])[]
}

/**
 * The mix the field is measured with: 50 % strokes of 60 points (or `strokeShare`); of the others half are boxes,
 * ellipses and diamonds, a fifth arrows, the rest text; spread evenly over a square around the origin. The same seed
 * gives the same scene.
 */
export function scene(count: number, seed = 42, strokeShare = 0.5): SceneShape[] {
  const next = random(seed)
  const side = Math.sqrt(count * AREA_PER_SHAPE)
  const orders = generateNKeysBetween(null, null, count)
  const at = () => Math.round((next() - 0.5) * side)
  const ink = () => INKS[Math.floor(next() * INKS.length)]!
  return Array.from({ length: count }, (_, i) => {
    const base = { id: `s${String(i).padStart(7, '0')}`, order: orders[i]! }
    const [x, y, kind] = [at(), at(), next()]
    if (kind < strokeShare) return { ...base, ...stroke(x, y, ink(), next) }
    const other = (kind - strokeShare) / (1 - strokeShare)
    if (other < 0.5) {
      const type = ['rectangle', 'ellipse', 'diamond'][Math.floor(next() * 3)]!
      const [w, h] = [40 + Math.round(next() * 120), 30 + Math.round(next() * 90)]
      const fill = next() < 0.5 ? 'none' : ink()
      return {
        ...base,
        type,
        geo: [x, y, w, h, 0] as const,
        style: { stroke: ink(), fill, width: 2 },
        data: {},
      }
    }
    if (other < 0.7) {
      const [dx, dy] = [Math.round((next() - 0.5) * 240), Math.round((next() - 0.5) * 160)]
      const data = { start: { point: [0, 0] }, end: { point: [dx, dy] }, heads: { end: 'arrow' } }
      return {
        ...base,
        type: 'arrow',
        geo: [x, y, 0, 0, 0] as const,
        style: { stroke: ink(), width: 2 },
        data,
      }
    }
    const text = `Note ${i}`
    return {
      ...base,
      type: 'text',
      geo: [x, y, 96, 26, 0] as const,
      style: { stroke: ink(), size: 20 },
      data: {},
      text,
    }
  })
}

function stroke(x: number, y: number, ink: string, next: () => number) {
  let [px, py, heading] = [0, 0, next() * Math.PI * 2]
  const raw = Array.from({ length: STROKE_POINTS }, () => {
    heading += (next() - 0.5) * 0.9
    px += Math.cos(heading) * 3
    py += Math.sin(heading) * 3
    // Two decimals: a file of 100 000 shapes stays within what may be imported.
    return [px, py, Math.round(30 + next() * 50) / 100] as const
  })
  const [minX, minY] = [Math.min(...raw.map((p) => p[0])), Math.min(...raw.map((p) => p[1]))]
  const [maxX, maxY] = [Math.max(...raw.map((p) => p[0])), Math.max(...raw.map((p) => p[1]))]
  const snap = (value: number) => Math.round(value * 16) / 16
  const points = raw.map(([a, b, p]) => [snap(a - minX), snap(b - minY), p] as const)
  const geo = [x, y, snap(maxX - minX), snap(maxY - minY), 0] as const
  return { type: 'pen', geo, style: { stroke: ink, width: 4 }, data: {}, points }
}

/** The scene as an `.ardoise.json` file. */
export const sceneFile = (name: string, shapes: readonly SceneShape[]): string =>
  JSON.stringify({ type: 'ardoise', version: 1, board: { name }, shapes })
