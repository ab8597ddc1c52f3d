import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { BoardDocument } from '../../board/document'
import { boards, create, id, rectangle } from '../board.fixture'
import { panned, snapped, zoomedTo, type Camera } from '../navigation/camera'
import { Scene } from '../scene/scene'
import { lensOf } from './lens'
import { Picture } from './picture'
import { PixelRaster, type Pixels } from './pixel-raster.fixture'

const VIEW = { w: 620, h: 540 }
const WHOLE = { x: 0, y: 0, ...VIEW }
const FRAME_MS = 16
/** Far more than any picture here takes; without it one that never ends would hang the test. */
const MOST_FRAMES = 2_000

/** A board, a picture of it, and a person who looks at it. */
function stage(board: BoardDocument, { msPerShape = 0.01, dpr = 1 } = {}) {
  const scene = new Scene(board)
  const raster = new PixelRaster(scene, msPerShape)
  const canvas: Pixels = { ...VIEW, data: new Int32Array(VIEW.w * VIEW.h) }
  const picture = new Picture(raster, canvas, () => raster.time)
  let camera: Camera = { x: 0, y: 0, zoom: 1 }
  let now = 0
  /** The canvas as somebody has it who copies no more than what is said to have changed. */
  const copy = new Int32Array(VIEW.w * VIEW.h)
  let copied = 0
  const frame = (isBusy = false) => {
    now += FRAME_MS
    const isUnfinished = picture.render({ camera, dpr, isBusy }, VIEW, scene.takeDirty(), now)
    if (picture.revision === copied) return isUnfinished
    for (const { x, y, w, h } of picture.changed ?? [WHOLE])
      for (let row = y; row < y + h; row++) {
        const from = row * VIEW.w + x
        copy.set(canvas.data.subarray(from, from + w), from)
      }
    copied = picture.revision
    return isUnfinished
  }
  return {
    scene,
    copy,
    raster,
    picture,
    canvas,
    frame,
    look(next: Camera) {
      camera = snapped(next, dpr)
    },
    get camera() {
      return camera
    },
    wait(ms: number) {
      now += ms
    },
    /** Frames until nothing is left to do. */
    finish() {
      for (let frames = 1; frames < MOST_FRAMES; frames++) if (!frame()) return frames
      throw new Error('The picture is never finished')
    },
    /** What painting from nothing gives. */
    direct(): Int32Array {
      const paper: Pixels = { ...VIEW, data: new Int32Array(VIEW.w * VIEW.h) }
      const lens = lensOf(camera, dpr)
      const { zoom } = camera
      const items = raster.itemsIn({
        x: camera.x - 10,
        y: camera.y - 10,
        w: VIEW.w / zoom / dpr + 20,
        h: VIEW.h / zoom / dpr + 20,
      })
      raster.paper(paper, WHOLE, lens)
      raster.paint(paper, WHOLE, lens, items, 0, items.length)
      return paper.data
    },
  }
}

const differing = (a: Int32Array, b: Int32Array) =>
  a.reduce((sum, pixel, i) => sum + Number(pixel !== b[i]), 0)

const place = fc.integer({ min: -300, max: 900 })
const which = fc.nat(99)
const happening = fc.oneof(
  { weight: 4, arbitrary: fc.record({ is: fc.constant('move' as const), which, x: place, y: place, size: fc.integer({ min: 0, max: 400 }) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('make' as const), which, x: place, y: place }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('remove' as const), which }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('raise' as const), which, order: fc.constantFrom('Zz', 'a0', 'zz') }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('lift' as const), which: fc.uniqueArray(which, { maxLength: 5 }) }) },
  { weight: 4, arbitrary: fc.record({ is: fc.constant('pan' as const), x: place, y: place }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('zoom' as const), by: fc.constantFrom(0.5, 0.8, 1.25, 2, 'back' as const) }) },
  { weight: 3, arbitrary: fc.record({ is: fc.constant('frames' as const), count: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('rest' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('hide' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('fonts' as const) }) },
) // prettier-ignore

test('after any edits, pans and zooms, whenever they come, the tiles are what painting from nothing gives', () => {
  let [resumed, repaired] = [0, 0]
  const story = fc.array(happening, { minLength: 5, maxLength: 20, size: 'max' })
  const pace = fc.constantFrom(0.01, 5)
  fc.assert(
    fc.property(story, pace, fc.constantFrom(1, 1.5), (happenings, msPerShape, dpr) => {
      const shapes = Array.from({ length: 100 }, (_, i) =>
        rectangle(`s${i}`, (i % 10) * 60, Math.floor(i / 10) * 50),
      )
      const { board } = boards(...shapes)
      const on = stage(board, { msPerShape, dpr })
      on.finish()
      const painted = on.raster.painted
      for (const h of happenings) {
        if (h.is === 'move')
          board.apply([{ do: 'patch', id: id(`s${h.which}`), patch: { geo: [h.x, h.y, h.size, h.size, 0] } }])
        else if (h.is === 'make') board.apply([create(rectangle(`s${h.which}`, h.x, h.y))])
        else if (h.is === 'remove') board.apply([{ do: 'remove', id: id(`s${h.which}`) }])
        else if (h.is === 'raise')
          board.apply([{ do: 'patch', id: id(`s${h.which}`), patch: { order: h.order } }])
        else if (h.is === 'lift') on.scene.lift(new Set(h.which.map((i) => id(`s${i}`))))
        else if (h.is === 'pan') on.look(panned(on.camera, h))
        else if (h.is === 'zoom')
          on.look(zoomedTo(on.camera, h.by === 'back' ? 1 : on.camera.zoom * h.by, { x: 300, y: 200 }))
        else if (h.is === 'rest') on.wait(30_000)
        else if (h.is === 'hide') on.picture.release()
        else if (h.is === 'fonts') on.picture.soilAll()
        else for (let i = 0; i < h.count; i++) on.frame(i % 2 === 0)
      }
      on.finish()
      expect(differing(on.canvas.data, on.direct())).toBe(0)
      expect(differing(on.copy, on.canvas.data)).toBe(0)
      expect(on.picture.isSettled).toBe(true)
      resumed += on.raster.resumed
      repaired += on.raster.painted - painted
    }),
    { numRuns: 16 },
  )
  expect(resumed).toBeGreaterThan(20)
  expect(repaired).toBeGreaterThan(1_000)
})

describe('what a frame does', () => {
  test('a small edit is on the canvas in the same frame, and only its place is painted', () => {
    const { board } = boards(rectangle('a', 50, 50), rectangle('b', 400, 400))
    const on = stage(board)
    on.finish()
    const { painted } = on.raster
    board.apply([{ do: 'patch', id: id('a'), patch: { geo: [60, 60, 100, 100, 0] } }])
    on.frame()
    expect(differing(on.canvas.data, on.direct())).toBe(0)
    expect(on.picture.changed).toEqual([{ x: 47, y: 47, w: 116, h: 116 }])
    expect(differing(on.copy, on.canvas.data)).toBe(0)
    // Twice where it was and where it is, which is one place here; once more for the comparison, with the other.
    expect(on.raster.painted - painted).toBeLessThanOrEqual(1 + 2)
  })

  test('a pan over what is painted ahead paints nothing', () => {
    const { board } = boards(
      ...Array.from({ length: 30 }, (_, i) => rectangle(`s${i}`, i * 60 - 500, i * 40 - 300)),
    )
    const on = stage(board)
    on.finish()
    const { painted } = on.raster
    for (let step = 0; step < 8; step++) {
      on.look(panned(on.camera, { x: -9, y: 5 }))
      on.frame()
      expect(on.picture.isSettled).toBe(true)
    }
    expect(on.raster.painted).toBe(painted)
    expect(on.picture.changed).toBe(null)
    expect(differing(on.canvas.data, on.direct())).toBe(0)
  })

  test('while zooming what there is is scaled, and nothing is painted until the zoom rests', () => {
    const { board } = boards(rectangle('a', 100, 100))
    const on = stage(board)
    on.finish()
    const { painted } = on.raster
    for (let step = 0; step < 10; step++) {
      on.look(zoomedTo(on.camera, on.camera.zoom * 1.1, { x: 0, y: 0 }))
      expect(on.frame()).toBe(true)
    }
    expect(on.raster.painted).toBe(painted)
    expect(on.picture.isSettled).toBe(false)
    on.finish()
    expect(differing(on.canvas.data, on.direct())).toBe(0)
  })

  test('many shapes are painted over several frames, the finished ones stay on the canvas until then', () => {
    const { board } = boards(
      ...Array.from({ length: 400 }, (_, i) => rectangle(`s${i}`, (i % 20) * 20, (i % 17) * 20)),
    )
    const on = stage(board, { msPerShape: 1 })
    on.finish()
    const before = on.canvas.data.slice()
    const start = on.raster.time
    board.apply(Array.from({ length: 400 }, (_, i) => ({ do: 'patch', id: id(`s${i}`), patch: { geo: [(i % 20) * 20 + 5, (i % 17) * 20, 100, 100, 0] } }) as const)) // prettier-ignore
    on.frame(true)
    expect(on.raster.time - start).toBeLessThan(40)
    expect(differing(on.canvas.data, before)).toBe(0)
    expect(on.picture.isSettled).toBe(false)
    on.finish()
    expect(differing(on.canvas.data, on.direct())).toBe(0)
  })
})

describe('looking up what is in the places that changed', () => {
  /** A picture of many shapes, all of which have moved a little. */
  function soiled() {
    const shapes = Array.from({ length: 400 }, (_, i) =>
      rectangle(`s${i}`, 100 + (i % 20) * 20, 100 + (i % 17) * 20),
    )
    const { board } = boards(...shapes)
    const on = stage(board, { msPerShape: 1 })
    on.finish()
    on.raster.lookups = 0
    board.apply(shapes.map(({ id, geo: [x, y, w, h] }) => ({ do: 'patch', id, patch: { geo: [x + 5, y, w, h, 0] } }) as const)) // prettier-ignore
    return on
  }

  test('is done once, however many frames they have to wait for', () => {
    const on = soiled()
    for (let i = 0; i < 8; i++) on.frame(true)
    expect(on.picture.isSettled).toBe(false)
    // Of each of the four tiles in view, and of the one that is being painted.
    expect(on.raster.lookups).toBeLessThanOrEqual(5)
    on.finish()
    expect(differing(on.canvas.data, on.direct())).toBe(0)
  })

  test('takes no longer than there is time, where there is much in each', () => {
    const on = soiled()
    on.raster.msPerLookup = 10
    on.frame(true)
    expect(on.raster.lookups).toBeLessThanOrEqual(2)
    on.finish()
    expect(differing(on.canvas.data, on.direct())).toBe(0)
  })
})

describe('memory', () => {
  test('tiles are bounded however far one pans and zooms, and no picture is forgotten', () => {
    const { board } = boards(rectangle('a', 100, 100))
    const on = stage(board)
    on.finish()
    for (let step = 0; step < 40; step++) {
      on.look(panned(on.camera, { x: 400, y: -300 }))
      if (step % 5 === 0) on.look(zoomedTo(on.camera, on.camera.zoom * 1.3, { x: 0, y: 0 }))
      on.wait(60)
      on.frame()
      on.finish()
      expect(on.picture.tileCount).toBeLessThanOrEqual(25 + 2 * 9)
      expect(on.raster.alive).toBeLessThanOrEqual(on.picture.tileCount)
    }
  })

  test('tiles of other scales go some time after zooming, but for the farthest; of the rest, those in view stay when nobody looks', () => {
    const { board } = boards(rectangle('a', 100, 100))
    const on = stage(board)
    on.finish()
    on.look(zoomedTo(on.camera, 0.5, { x: 0, y: 0 }))
    on.finish()
    const both = on.picture.tileCount
    expect(on.picture.wakeAt).not.toBeNull()
    on.wait(30_000)
    on.frame()
    expect(on.picture.tileCount).toBeLessThan(both)
    expect(on.picture.wakeAt).toBeNull()
    on.look(zoomedTo(on.camera, 1, { x: 0, y: 0 }))
    on.finish()
    const withFarthest = on.picture.tileCount
    on.wait(30_000)
    on.frame()
    expect(on.picture.tileCount).toBe(withFarthest)
    on.picture.release()
    expect(on.picture.tileCount).toBeLessThanOrEqual(9)
    expect(differing(on.canvas.data, on.direct())).toBe(0)
    on.picture.invalidate()
    expect(on.raster.alive).toBe(0)
  })
})
