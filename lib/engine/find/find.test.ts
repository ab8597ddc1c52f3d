import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { place } from '../../shapes/index'
import { boards, id, rectangle } from '../board.fixture'
import { createEngine } from '../index'
import { FindSession } from './find-session'
import { fold, unfolded } from './fold'
import { placesOfText } from './text-places'

describe('folding', () => {
  test.each([
    ['Crème Brûlée', 'creme brulee'],
    ['ÅNGSTRÖM', 'angstrom'],
    ['line\nbreak\u00a0and tab\t', 'line break and tab '],
    ['Ελλάδα', 'ελλαδα'],
  ])('%s is sought as %s', (text, folded) => expect(fold(text)).toBe(folded))

  const letters = fc.constantFrom('a', 'é', 'e\u0301', 'ß', 'İ', '한', '👩‍🚀', 'Ǻ', ' ', '\n', '\u0301', 'x')
  test('a piece of the folded text is found again in the text', () => {
    let changed = 0
    fc.assert(
      fc.property(
        fc.array(letters, { size: 'max', maxLength: 30 }),
        fc.nat(30),
        fc.nat(10),
        (parts, from, n) => {
          const text = parts.join('')
          const folded = fold(text)
          const sought = folded.slice(from, from + n)
          // Half of a letter that folds to two is no place of its own.
          if (sought === '' || /\p{Cs}/u.test(sought)) return
          const at = unfolded(text, from, sought.length)
          if (at.to - at.from !== sought.length) changed++
          expect(fold(text.slice(at.from, at.to))).toContain(sought)
          expect(fold(text.slice(0, at.from)).length).toBeLessThanOrEqual(from)
        },
      ),
    )
    expect(changed).toBeGreaterThan(5)
  })
})

function open(...shapes: Parameters<typeof boards>) {
  const { board, remote, exchange } = boards(...shapes)
  const engine = createEngine(board)
  const session = new FindSession(engine, (listener) => board.onChange(listener))
  const found = async () => {
    await vi.waitFor(() => expect(session.state.getState().isDone).toBe(true))
    const { matches, at } = session.state.getState()
    return { ids: matches.map((match) => match.id).join(' '), at }
  }
  return { board, remote, exchange, engine, session, found }
}
const note = (name: string, x: number, y: number, text: string, parent: string | null = null) =>
  rectangle(name, x, y, { type: 'note', text, parent: parent === null ? null : id(parent) })

describe('a search', () => {
  test('finds what is in notes, labels, titles and groups, in reading order, each time it is there', async () => {
    const { session, found } = open(
      note('below', 0, 900, 'The plan'),
      rectangle('label', 200, 0, { text: 'PLAN, plan' }),
      rectangle('frame', 0, 300, { type: 'frame', geo: [0, 300, 400, 300, 0], text: 'Plân B' }),
      note('within', 20, 20, 'no p l a n', 'frame'),
      rectangle('group', 0, 0, { type: 'group', geo: [0, 0, 0, 0, 0] }),
      note('grouped', 0, 700, 'Explanation', 'group'),
      note('other', 0, 0, 'nothing'),
    )
    session.seek('plan')
    expect(await found()).toEqual({ ids: 'label label frame grouped below', at: 0 })
    session.seek('')
    expect(await found()).toEqual({ ids: '', at: -1 })
    session.seek('absent')
    expect(await found()).toEqual({ ids: '', at: -1 })
    session.dispose()
  })

  test('goes on and back, around the ends, and stays with a match that the next key still fits', async () => {
    const { session, found, engine } = open(
      note('a', 0, 0, 'tea'),
      note('b', 0, 200, 'team'),
      note('c', 0, 400, 'teams'),
    )
    session.seek('tea')
    await found()
    const at = () => session.state.getState().at
    session.step(1)
    expect(at()).toBe(1)
    session.seek('team')
    expect(await found()).toEqual({ ids: 'b c', at: 0 })
    session.step(-1)
    expect(at()).toBe(1)
    session.step(1)
    expect(at()).toBe(0)
    session.dispose()
    expect(engine.state.getState().selection, 'one goes on with what was found').toEqual(['b'])
  })

  test('follows what others type, and keeps its place', async () => {
    const { session, found, remote, exchange } = open(note('a', 0, 0, 'x'), note('b', 0, 200, 'tea'))
    session.seek('tea')
    expect(await found()).toEqual({ ids: 'b', at: 0 })
    remote.replaceText(id('a'), 'tea')
    exchange()
    await vi.waitFor(async () => expect(await found()).toEqual({ ids: 'a b', at: 1 }))
    remote.apply([{ do: 'remove', id: id('b') }])
    exchange()
    await vi.waitFor(async () => expect(await found()).toEqual({ ids: 'a', at: 0 }))
    session.dispose()
  })
})

describe('where found words are', () => {
  test('on the line they stand on, beside what is before them', () => {
    const text = rectangle('t', 100, 50, {
      type: 'text',
      geo: [100, 50, 300, 60, 0],
      style: { size: 20, font: 'mono' },
      text: 'ab cd\nef gh',
    })
    const { board } = boards(text)
    const [piece, ...others] = placesOfText(place(board, id('t'))!, 9, 11)
    expect(others).toEqual([])
    const [whole] = placesOfText(place(board, id('t'))!, 6, 11)
    expect(piece!.w).toBeCloseTo((whole!.w / 5) * 2, 3)
    expect(piece!.middle.x + piece!.w / 2).toBeCloseTo(whole!.middle.x + whole!.w / 2, 3)
    expect(piece!.middle.y).toBeGreaterThan(75)
    expect(placesOfText(place(board, id('t'))!, 0, 11), 'one for each line').toHaveLength(2)
  })
  test('turned with their shape', () => {
    const turned = rectangle('r', 0, 0, { geo: [0, 0, 200, 100, Math.PI / 2], text: 'word' })
    const { board } = boards(turned)
    const [piece] = placesOfText(place(board, id('r'))!, 0, 1)
    expect(piece!.rotation).toBe(Math.PI / 2)
    expect(piece!.middle.x).toBeCloseTo(100)
    expect(piece!.middle.y, 'the first letter is above the middle').toBeLessThan(50)
  })
})
