import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import * as Y from 'yjs'
import { BoardDocument } from '../../lib/board/document'
import type { ShapeId } from '../../lib/board/ids'
import { SHAPE_TYPES, type Edit, type ShapeRecord } from '../../lib/board/shape'
import { createEngine, type LivePort } from '../../lib/engine'
import type { LiveBatch, Peer } from '../../lib/protocol/session'
import en from '../../messages/en/board.json'
import fr from '../../messages/fr/board.json'
import type { Translate } from '../ui/i18n'
import { translator } from '../ui/translate'
import { describeShape } from './describe-shape'
import { sayOthersChanges } from './others-changes'
import { sayOwnSteps } from './own-steps'

const words = {
  en: translator('en', en) as Translate<'board'>,
  fr: translator('fr', fr) as Translate<'board'>,
}
const id = (name: string) => name as ShapeId
const shape = (name: string, more: Partial<ShapeRecord> = {}): Edit => ({
  do: 'create',
  shape: {
    id: id(name),
    type: 'rectangle',
    geo: [0, 0, 160, 100, 0],
    style: {},
    order: `a${name}`,
    parent: null,
    data: {},
    ...more,
  },
})

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('a shape in words', () => {
  const board = new BoardDocument(new Y.Doc())
  board.apply([
    shape('box', { text: 'Ship\n it' }),
    shape('long', { type: 'note', text: 'a'.repeat(500) }),
    shape('arrow', {
      type: 'arrow',
      data: { start: { shape: id('box'), anchor: [0.5, 0.5] }, end: { point: [9, 9] } },
    }),
    shape('group', { type: 'group' }),
    shape('one', { parent: id('group') }),
    shape('two', { parent: id('group'), type: 'line', data: { closed: true } }),
    shape('new', { type: 'hologram' }),
  ])
  const say = (name: string, language: 'en' | 'fr' = 'en') => describeShape(board, id(name), words[language])

  test('says what it is, what it says, how large it is', () => {
    expect(say('box')).toBe('Rectangle “Ship it”, 160 by 100')
    expect(say('box', 'fr')).toBe('Rectangle « Ship it », 160 sur 100')
    expect(say('group')).toBe('Group of 2 shapes, 160 by 100')
    expect(say('two')).toMatch(/^Closed line, /)
    expect(say('new')).toMatch(/^Unknown shape/)
    expect(say('gone')).toBe('')
  })
  test('says what an arrow joins', () => {
    expect(say('arrow')).toBe('Arrow from Rectangle “Ship it” to an open end')
    expect(say('arrow', 'fr')).toBe('Flèche de Rectangle « Ship it » à une extrémité libre')
  })
  test('does not read a novel', () => expect(say('long').length).toBeLessThan(160))
  test('has a name for every type, in both languages', () => {
    for (const type of SHAPE_TYPES)
      for (const catalogue of [en, fr] as Readonly<Record<string, string>>[])
        if (type !== 'group') expect(catalogue[`shape.${type}`], type).toBeTruthy()
  })
})

describe('one’s own steps', () => {
  function listen() {
    const document = new BoardDocument(new Y.Doc())
    const engine = createEngine(document, { now: () => Date.now() })
    const said: string[] = []
    sayOwnSteps(
      engine,
      document,
      () => words.en,
      (text) => said.push(text),
    )
    const after = (step: () => void): string | undefined => {
      const before = said.length
      step()
      vi.advanceTimersByTime(1_000)
      expect(said.length - before, 'one message at most').toBeLessThan(2)
      return said[before]
    }
    document.apply([shape('a', { text: 'A' }), shape('b', { geo: [300, 0, 50, 50, 0] })])
    vi.advanceTimersByTime(1_000)
    said.length = 0
    return { engine, document, after }
  }

  test('are told by where they led', () => {
    const { engine, after } = listen()
    expect(after(() => engine.keyboard.walk(1))).toBe('Rectangle “A”, 160 by 100, 1 of 2')
    expect(after(() => engine.nudge(5, 0))).toBe('Moved to 5, 0')
    expect(after(() => engine.keyboard.resize(0, 20))).toBe('160 by 120')
    expect(after(() => engine.keyboard.rotate(-Math.PI / 12))).toBe('Turned to 345 degrees')
    expect(after(() => engine.selectAll())).toBe('2 shapes selected')
    expect(after(() => engine.deleteSelection())).toBe('2 shapes deleted')
    expect(after(() => engine.undo())).toBe('2 shapes added')
    expect(
      after(() => engine.select([id('b')])),
      'not walked to',
    ).toBe('Rectangle, 50 by 50')
    expect(after(() => engine.keyboard.connect())).toMatch(/^Arrow from Rectangle: Tab /)
    expect(after(() => engine.cancel())).toBe(undefined)
    expect(after(() => engine.cancel())).toBe('Nothing selected')
  })
  test('of a held key, only the last is heard', () => {
    const { engine, after } = listen()
    engine.select([id('a')])
    vi.advanceTimersByTime(1_000)
    expect(
      after(() => {
        for (let press = 0; press < 20; press++) {
          engine.nudge(1, 0)
          vi.advanceTimersByTime(30)
        }
      }),
    ).toBe('Moved to 20, 0')
  })
  test('typing is left to the field', () => {
    const { engine, after } = listen()
    expect(after(() => engine.editText(id('a')))).toBe(undefined)
    expect(after(() => engine.typing.write('AB', 2))).toBe(undefined)
    expect(after(() => engine.finishText())).toBe('Rectangle “AB”, 160 by 100')
  })
})

describe('what others change', () => {
  const peer = (name: string): Peer => ({ id: `tab of ${name}`, person: name, name, colour: 0 })

  function listen(...peers: Peer[]) {
    const [document, remote] = [new BoardDocument(new Y.Doc()), new BoardDocument(new Y.Doc())]
    remote.doc.on('update', (update: Uint8Array) => Y.applyUpdate(document.doc, update))
    const said: string[] = []
    let hear: (batch: LiveBatch) => void = () => {}
    let isLoaded = true
    const onBatch: LivePort['onBatch'] = (listener) => {
      hear = listener
      return () => {}
    }
    const end = sayOthersChanges({
      document,
      live: { onBatch },
      peers: () => peers,
      isLoaded: () => isLoaded,
      words: () => words.en,
      say: (text) => said.push(text),
    })
    const draw = (who: string, name: string) => {
      const drag = { kind: 'drag', shapes: [{ id: id(name), geo: [0, 0, 1, 1, 0] }] } as const
      hear({ drafts: [[`tab of ${who}`, drag as never]] })
      remote.apply([shape(name)])
    }
    return { document, remote, said, draw, end, load: (is: boolean) => void (isLoaded = is) }
  }

  test('is gathered, and told with the name of the only one it can be', () => {
    const { remote, said } = listen(peer('Ana'))
    remote.apply([shape('a'), shape('b')])
    remote.apply([shape('c')])
    vi.advanceTimersByTime(1_900)
    expect(said).toEqual([])
    vi.advanceTimersByTime(200)
    expect(said).toEqual(['Ana added 3 shapes.'])
    remote.apply([{ do: 'patch', id: id('a'), patch: { geo: [9, 9, 160, 100, 0] } }])
    remote.apply([{ do: 'remove', id: id('b') }])
    vi.advanceTimersByTime(60_000)
    expect(said.slice(1)).toEqual(['Ana changed 1 shape. Ana deleted 1 shape.'])
  })
  test('of several, it is told whose hand was seen on the shape', () => {
    const { remote, said, draw } = listen(peer('Ana'), peer('Ben'))
    draw('Ana', 'a')
    draw('Ben', 'b')
    remote.apply([shape('c')])
    vi.advanceTimersByTime(2_100)
    expect(said).toEqual(['Ana added 1 shape. Ben added 1 shape. Somebody added 1 shape.'])
  })
  test('while it goes on it is told ever less often, after a pause soon again', () => {
    const { remote, said } = listen(peer('Ana'))
    for (let second = 0; second < 180; second++) {
      remote.apply([shape(`s${second}`)])
      vi.advanceTimersByTime(1_000)
    }
    expect(said.length).toBeGreaterThan(5)
    expect(said.length).toBeLessThan(12)
    vi.advanceTimersByTime(60_000)
    const before = said.length
    remote.apply([shape('late')])
    vi.advanceTimersByTime(2_100)
    expect(said.length).toBe(before + 1)
  })
  test('a crowd is told by its number; one’s own changes and the loading of a board not at all', () => {
    const crowd = ['Ana', 'Ben', 'Cem', 'Dia'].map(peer)
    const { document, said, draw, load, end } = listen(...crowd)
    load(false)
    draw('Ana', 'stored')
    load(true)
    document.apply([shape('mine')])
    vi.advanceTimersByTime(10_000)
    expect(said).toEqual([])
    for (const { name } of crowd) draw(name, `of${name}`)
    vi.advanceTimersByTime(2_100)
    expect(said).toEqual(['4 people made 4 changes.'])
    draw('Ana', 'last')
    end()
    vi.advanceTimersByTime(60_000)
    expect(said).toHaveLength(1)
  })
})
