import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Input, ToolId } from '../../tools/define'
import { listenToPointer } from './pointer'
import { fingers, letFingersDraw } from './pen-memory'
import { Viewport } from '../navigation/viewport'

/** A canvas host without a DOM: what the pointer listens to, and what it asks. */
class Host extends EventTarget {
  readonly ownerDocument = { defaultView: null, body: null }
  readonly captured: number[] = []
  readonly measure = vi.fn(() => ({ left: 0, top: 0 }))
  focus = () => {}
  setPointerCapture = (id: number) => void this.captured.push(id)
  getBoundingClientRect = () => this.measure()
}

type Kind = 'mouse' | 'touch' | 'pen'
interface More {
  readonly id?: number
  readonly at?: number
  readonly button?: number
  readonly pressure?: number
  readonly width?: number
  readonly coalesced?: readonly (readonly [number, number])[]
  readonly predicted?: readonly (readonly [number, number])[]
}

function listen() {
  const host = new Host()
  const viewport = new Viewport()
  viewport.resize({ w: 1000, h: 800 }, 1)
  const inputs: Input[] = []
  const tools: (ToolId | undefined)[] = []
  const flung: { x: number; y: number }[] = []
  let undone = 0
  const stop = listenToPointer(host as unknown as HTMLElement, viewport, {
    input(input, { as }) {
      inputs.push(input)
      if (input.on === 'down') tools.push(as)
    },
    hover: () => {},
    panning: () => {},
    fling: (velocity) => void flung.push(velocity),
    undo: () => void undone++,
  })
  let clock = 1_000
  const fire = (type: string, kind: Kind, x: number, y: number, more: More = {}) => {
    clock += more.at ?? 8
    const bare = (place: readonly [number, number]) => event('pointermove', kind, place[0], place[1], more)
    host.dispatchEvent(
      Object.assign(event(type, kind, x, y, more), {
        getCoalescedEvents: () => (more.coalesced ?? []).map(bare),
        getPredictedEvents: () => (more.predicted ?? []).map(bare),
      }),
    )
  }
  const event = (type: string, kind: Kind, x: number, y: number, more: More) => {
    const made = new Event(type, { cancelable: true })
    Object.defineProperty(made, 'timeStamp', { value: clock })
    return Object.assign(made, {
      pointerType: kind,
      pointerId: more.id ?? (kind === 'mouse' ? 1 : kind === 'pen' ? 50 : 10),
      clientX: x,
      clientY: y,
      button: more.button ?? 0,
      pressure: more.pressure ?? 0.5,
      tiltX: 0,
      tiltY: 0,
      width: more.width ?? 20,
      height: more.width ?? 20,
      shiftKey: false,
      altKey: false,
      ctrlKey: false,
      metaKey: false,
    })
  }
  return { host, viewport, inputs, tools, flung, fire, stop, undone: () => undone, kinds: () => inputs.map(({ on }) => on) } // prettier-ignore
}

beforeEach(() => {
  localStorageIs({})
  fingers.setState({ doFingersDraw: true })
})
afterEach(() => vi.unstubAllGlobals())

describe('a stroke', () => {
  test('has every sample that the browser gathered; what it expects comes apart from them', () => {
    const { fire, inputs } = listen()
    fire('pointerdown', 'mouse', 10, 10)
    fire('pointermove', 'mouse', 30, 10, { coalesced: [[20, 10], [30, 10]], predicted: [[40, 10]] }) // prettier-ignore
    const [, move] = inputs
    expect(move).toMatchObject({
      on: 'move',
      samples: [{ page: { x: 20 } }, { page: { x: 30 } }],
      ahead: [{ page: { x: 40 } }],
    })
  })
  test('asks the page for no layout', () => {
    const { fire, host } = listen()
    fire('pointerenter', 'mouse', 0, 0)
    const asked = host.measure.mock.calls.length
    fire('pointerdown', 'mouse', 10, 10)
    for (let i = 0; i < 50; i++) fire('pointermove', 'mouse', i, 10)
    fire('pointerup', 'mouse', 50, 10)
    expect(host.measure.mock.calls.length).toBe(asked)
  })
  test('is kept as far as it had come when the system takes the pen away', () => {
    for (const type of ['pointercancel', 'lostpointercapture']) {
      const { fire, inputs, kinds } = listen()
      fire('pointerdown', 'pen', 10, 10)
      fire('pointermove', 'pen', 60, 10)
      fire(type, 'pen', 0, 0)
      expect(kinds(), type).toEqual(['down', 'move', 'up'])
      expect(inputs.at(-1)).toMatchObject({ page: { x: 60, y: 10 } })
    }
  })
  test('of a finger is none when the system takes the finger away', () => {
    const { fire, kinds } = listen()
    fire('pointerdown', 'touch', 10, 10)
    fire('pointermove', 'touch', 60, 10)
    fire('pointercancel', 'touch', 0, 0)
    expect(kinds()).toEqual(['down', 'move', 'cancel'])
  })
})

describe('the pen', () => {
  test('teaches the device that fingers move the page; the person may have it otherwise', () => {
    const { fire, kinds, viewport } = listen()
    fire('pointerdown', 'pen', 10, 10)
    fire('pointerup', 'pen', 10, 10)
    expect(fingers.getState().doFingersDraw).toBe(false)
    fire('pointerdown', 'touch', 100, 100, { at: 2_000 })
    fire('pointermove', 'touch', 160, 100)
    fire('pointerup', 'touch', 160, 100)
    expect(kinds()).toEqual(['down', 'up'])
    expect(viewport.camera.x).toBe(-60)
    letFingersDraw(true)
    fire('pointerdown', 'pen', 10, 10, { at: 2_000 })
    fire('pointerup', 'pen', 10, 10)
    fire('pointerdown', 'touch', 100, 100, { at: 2_000 })
    expect(kinds()).toEqual(['down', 'up', 'down', 'up', 'down'])
  })
  test('erases with its other end and lassos with the button on its barrel', () => {
    const { fire, tools } = listen()
    for (const button of [0, 5, 2]) {
      fire('pointerdown', 'pen', 10, 10, { button })
      fire('pointerup', 'pen', 10, 10, { button })
    }
    expect(tools).toEqual([undefined, 'eraser', 'lasso'])
  })
})

describe('the palm', () => {
  test('does nothing while the pen writes, and shortly after', () => {
    const { fire, kinds, viewport } = listen()
    fire('pointerdown', 'pen', 10, 10)
    fire('pointerdown', 'touch', 400, 400)
    fire('pointermove', 'touch', 440, 430)
    fire('pointermove', 'pen', 40, 10)
    fire('pointerup', 'pen', 40, 10)
    fire('pointermove', 'touch', 490, 430)
    fire('pointerup', 'touch', 490, 430)
    fire('pointerdown', 'touch', 400, 400, { at: 100, id: 12 })
    fire('pointermove', 'touch', 500, 400, { id: 12 })
    fire('pointerup', 'touch', 500, 400, { id: 12 })
    expect(kinds()).toEqual(['down', 'move', 'up'])
    expect(viewport.camera).toMatchObject({ x: 0, y: 0 })
  })
  test('that came just before the pen has done nothing either', () => {
    const drawing = listen()
    drawing.fire('pointerdown', 'touch', 400, 400)
    drawing.fire('pointermove', 'touch', 440, 430)
    drawing.fire('pointerdown', 'pen', 10, 10)
    expect(drawing.kinds()).toEqual(['down', 'move', 'cancel', 'down'])
    fingers.setState({ doFingersDraw: false })
    const panning = listen()
    panning.fire('pointerdown', 'touch', 400, 400)
    panning.fire('pointermove', 'touch', 440, 430)
    expect(panning.viewport.camera.x).toBe(-40)
    panning.fire('pointerdown', 'pen', 10, 10)
    expect(panning.viewport.camera.x).toBe(0)
    panning.fire('pointermove', 'touch', 500, 430)
    expect(panning.viewport.camera.x).toBe(0)
  })
  test('is known by its size', () => {
    const { fire, kinds } = listen()
    fire('pointerdown', 'touch', 400, 400, { width: 120 })
    fire('pointermove', 'touch', 440, 430, { width: 120 })
    expect(kinds()).toEqual([])
  })
})

describe('fingers', () => {
  test('two of them hold the page: what the first began is none', () => {
    const { fire, kinds, viewport } = listen()
    fire('pointerdown', 'touch', 300, 300, { id: 10 })
    fire('pointerdown', 'touch', 400, 300, { id: 11, at: 60 })
    fire('pointermove', 'touch', 200, 300, { id: 10 })
    expect(kinds()).toEqual(['down', 'cancel'])
    expect(viewport.camera.zoom).toBeCloseTo(2)
  })
  test('a second one that comes late is a palm', () => {
    const { fire, kinds, viewport } = listen()
    fire('pointerdown', 'touch', 300, 300, { id: 10 })
    fire('pointerdown', 'touch', 400, 300, { id: 11, at: 900 })
    fire('pointermove', 'touch', 200, 300, { id: 10 })
    fire('pointerup', 'touch', 200, 300, { id: 10 })
    expect(kinds()).toEqual(['down', 'move', 'up'])
    expect(viewport.camera.zoom).toBe(1)
  })
  test('tapping with two undoes; resting, moving or a third one does not', () => {
    const tap = (between: (fire: ReturnType<typeof listen>['fire']) => void) => {
      const { fire, undone } = listen()
      fire('pointerdown', 'touch', 300, 300, { id: 10 })
      fire('pointerdown', 'touch', 400, 300, { id: 11, at: 30 })
      between(fire)
      fire('pointerup', 'touch', 300, 300, { id: 10 })
      fire('lostpointercapture', 'touch', 300, 300, { id: 10 })
      fire('pointerup', 'touch', 400, 300, { id: 11 })
      return undone()
    }
    expect(tap(() => {})).toBe(1)
    expect(tap((fire) => fire('pointermove', 'touch', 330, 300, { id: 10 }))).toBe(0)
    expect(tap((fire) => fire('pointermove', 'touch', 300, 300, { id: 10, at: 500 }))).toBe(0)
    expect(tap((fire) => fire('pointerdown', 'touch', 350, 300, { id: 12 }))).toBe(0)
  })
  test('let the page go with its speed, and with none where it rested', () => {
    fingers.setState({ doFingersDraw: false })
    const { fire, flung } = listen()
    fire('pointerdown', 'touch', 300, 300)
    for (let i = 1; i <= 10; i++) fire('pointermove', 'touch', 300 + i * 16, 300)
    fire('pointerup', 'touch', 460, 300)
    fire('pointerdown', 'touch', 300, 300)
    fire('pointermove', 'touch', 400, 300)
    fire('pointerup', 'touch', 400, 300, { at: 400 })
    expect(flung[0]!.x).toBeCloseTo(2)
    expect(flung[1]).toEqual({ x: 0, y: 0 })
  })
})

test('after it is stopped nothing is heard', () => {
  const { fire, stop, kinds } = listen()
  stop()
  fire('pointerdown', 'mouse', 10, 10)
  expect(kinds()).toEqual([])
})

function localStorageIs(kept: Record<string, string>): void {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => void (kept[key] = value),
  })
}
