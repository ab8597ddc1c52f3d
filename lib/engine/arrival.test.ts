import { expect, test } from 'vitest'
import { Arrival } from './arrival'

/** A picture that takes `costMs` to make, in frames of 20 ms at most. */
function setup(costMs: (given: number) => number, isCovered = false) {
  let now = 0
  let [come, given, left] = [0, 0, 0]
  let isHeld = false
  let taken = 0
  const shown: { at: number; pieces: number }[] = []
  const arrival = new Arrival({
    hold(next) {
      if (!next) {
        if (come > given) left = costMs(come)
        given = come
      }
      isHeld = next
    },
    take: () => (taken = come),
    follow: () => shown.push({ at: now, pieces: come }),
    isSettled: () => left === 0,
    isCovered: () => isCovered,
    now: () => now,
  })
  let paintedMs = 0
  const frame = () => {
    if (arrival.begin() > 0) return
    const ms = Math.min(20, left)
    left -= ms
    now += ms
    paintedMs += ms
    arrival.end()
  }
  const piece = (ms = 20) => {
    now += ms
    come++
    arrival.came()
  }
  return { arrival, frame, piece, shown, painted: () => paintedMs, now: () => now, isHeld: () => isHeld, given: () => given, taken: () => taken }
} // prettier-ignore

test('the first piece is shown at once', () => {
  const { frame, piece, shown } = setup(() => 5)
  piece()
  frame()
  expect(shown).toEqual([{ at: 20, pieces: 1 }])
})

test('painting what arrives stays a small share of the time, however dear it is', () => {
  for (const cost of [0.1, 1, 4, 40]) {
    const { arrival, frame, piece, painted, now, shown } = setup((pieces) => pieces * cost)
    for (let i = 0; i < 100; i++) {
      piece()
      frame()
    }
    expect(painted() / now()).toBeLessThan(0.1)
    arrival.finish()
    expect(shown.at(-1)!.pieces).toBe(100)
  }
})

test('a board that comes slowly is shown as it comes, one that comes faster than it is painted twice', () => {
  const rounds = (pieceMs: number) => {
    const { arrival, frame, piece, shown } = setup((pieces) => pieces * 10)
    for (let i = 0; i < 100; i++) {
      piece(pieceMs)
      frame()
    }
    arrival.finish()
    return shown.length
  }
  expect(rounds(20)).toBe(2)
  expect(rounds(1_000)).toBeGreaterThan(5)
})

test('the view does not jump more often than four times a second', () => {
  const { frame, piece, shown } = setup(() => 0.1)
  for (let i = 0; i < 100; i++) {
    piece()
    frame()
  }
  const pauses = shown.slice(1).map(({ at }, i) => at - shown[i]!.at)
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(250)
})

test('what comes while a picture is painted is for the next one', () => {
  const { frame, piece, given, isHeld } = setup(() => 100)
  piece()
  frame()
  expect(given()).toBe(1)
  for (let i = 0; i < 3; i++) {
    piece(1)
    frame()
  }
  expect(given()).toBe(1)
  expect(isHeld()).toBe(true)
})

test('once everything is here it is given to the picture, and nothing is held back again', () => {
  const { arrival, frame, piece, given, isHeld, shown } = setup(() => 1)
  for (let i = 0; i < 5; i++) piece(1)
  frame()
  piece(1)
  arrival.finish()
  expect(given()).toBe(6)
  expect(isHeld()).toBe(false)
  piece(1)
  expect(isHeld()).toBe(false)
  expect(arrival.begin()).toBe(0)
  arrival.finish()
  expect(shown).toHaveLength(2)
})

test('under a picture of the whole it is painted once, when everything is there', () => {
  const { arrival, frame, piece, shown, painted } = setup((pieces) => pieces * 4, true)
  for (let i = 0; i < 100; i++) {
    piece()
    frame()
  }
  expect(shown).toEqual([])
  expect(painted()).toBe(0)
  arrival.finish()
  expect(shown.map(({ pieces }) => pieces)).toEqual([100])
})

test('each piece is taken in when it comes, so that no frame has several of them', () => {
  const { arrival, piece, taken } = setup(() => 500, true)
  for (let n = 1; n <= 4; n++) {
    piece()
    expect(taken()).toBe(n)
  }
  arrival.finish()
  piece()
  expect(taken()).toBe(4)
})
