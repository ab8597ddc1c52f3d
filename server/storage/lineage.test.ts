import { expect, test } from 'vitest'
import { Lineage } from './lineage'

const lives = [
  { epoch: 71, seq: 1 },
  { epoch: 35, seq: 11 },
]

test('a place is on the log when the life that wrote it is, and had come that far', () => {
  const lineage = new Lineage({ lives, epoch: 35, seq: 20 })
  const places = [
    { epoch: 71, seq: 1 },
    { epoch: 71, seq: 10 },
    { epoch: 35, seq: 11 },
    { epoch: 35, seq: 20 },
  ]
  expect(places.filter((place) => !lineage.holds(place))).toEqual([])
  for (const place of [
    { epoch: 71, seq: 0 },
    { epoch: 71, seq: 11 }, // written, lost, and written by another life
    { epoch: 35, seq: 10 },
    { epoch: 35, seq: 21 }, // lost with the disk, or not committed yet
    { epoch: 8, seq: 5 },
  ])
    expect(lineage.holds(place)).toBe(false)
})

test('a place from before all that is remembered is neither known nor lost', () => {
  const whole = new Lineage({ lives, epoch: 35, seq: 20 })
  const forgetful = new Lineage({ lives: lives.slice(1), epoch: 35, seq: 20 })
  for (const epoch of [71, 8]) {
    expect([whole, forgetful].map((lineage) => lineage.hasForgotten({ epoch, seq: 10 }))).toEqual([
      false,
      true,
    ])
    expect(forgetful.holds({ epoch, seq: 10 })).toBe(false)
    expect(forgetful.hasForgotten({ epoch, seq: 11 })).toBe(false) // another life wrote that
  }
  expect(forgetful.hasForgotten({ epoch: 35, seq: 10 })).toBe(false)
  expect(new Lineage({ lives: [], epoch: 1, seq: 0 }).hasForgotten({ epoch: 8, seq: 0 })).toBe(false)
})

test('a life begins with its first row', () => {
  const lineage = new Lineage({ lives, epoch: 35, seq: 20 })
  lineage.appended({ epoch: 35, seq: 21 })
  lineage.appended({ epoch: 9, seq: 22 })
  lineage.appended({ epoch: 9, seq: 23 })
  expect(lineage.head).toEqual({ epoch: 9, seq: 23 })
  expect(lineage.holds({ epoch: 35, seq: 21 })).toBe(true)
  expect(lineage.holds({ epoch: 35, seq: 22 })).toBe(false)
  expect(lineage.holds({ epoch: 9, seq: 22 })).toBe(true)
})
