import { expect, test } from 'vitest'
import { dashPattern } from './dash'

const pen = { colour: 'red', width: 2 } as const
const box = (w: number, h: number) => ({ x: -w / 2, y: 0, w, h })

test('dashes are as long as the pen asks for, around everything that fits a drawing', () => {
  for (const around of [box(0, 0), box(100, 50), box(8_000, 4_000)]) {
    expect(dashPattern({ ...pen, dash: 'dashed' }, around)).toEqual([9, 9])
    expect(dashPattern({ ...pen, dash: 'dotted' }, around)).toEqual([0.01, 6])
  }
  expect(dashPattern({ ...pen, dash: 'solid' }, box(100, 100))).toEqual([])
})

test('the largest and finest line has a bounded number of dashes, in the proportions of any other', () => {
  for (const dash of ['dashed', 'dotted'] as const)
    for (const width of [0.05, 2, 400]) {
      const [drawn, gap] = dashPattern({ ...pen, width, dash }, box(1e5, 1e5)) as [number, number]
      expect(4e5 / (drawn + gap)).toBeLessThan(8_001)
      const [shortDrawn, shortGap] = dashPattern({ ...pen, width, dash }, box(10, 10)) as [number, number]
      expect(drawn / gap).toBeCloseTo(shortDrawn / shortGap)
    }
})
