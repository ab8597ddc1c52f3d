import { describe, expect, test } from 'vitest'
import { MAX_POINTS } from '../board/limits'
import { pointsOf } from '../board/points'
import { arrowTool } from './arrow'
import { boxTool } from './box'
import { box, drive, id } from './driver.fixture'
import { eraserTool } from './eraser'
import { handTool } from './hand'
import { inkTool } from './ink'
import { lineTool } from './line'
import { textTool } from './text'
import { TOOL_IDS, type Input } from './define'
import { toolOf } from './index'

describe('every tool', () => {
  const at = (x: number, y: number) => ({
    page: { x, y },
    screen: { x, y },
    pressure: 0.5,
    shift: false,
    alt: false,
    mod: false,
  })
  const inputs: Input[] = [
    { on: 'down', kind: 'mouse', clicks: 1, ...at(10, 10) },
    { on: 'move', samples: [at(40, 40)], ...at(40, 40) },
    { on: 'move', samples: [at(80, 90)], ...at(80, 90) },
  ]
  test.each(TOOL_IDS)('%s: cancel at every moment goes back to idle and keeps nothing', (tool) => {
    for (let played = 1; played <= inputs.length; played++) {
      const driver = drive(toolOf(tool), [box('under', 0, 0)])
      for (const input of inputs.slice(0, played)) {
        if (input.on === 'down') driver.down(input.page.x, input.page.y)
        else if (input.on === 'move') driver.move(input.page.x, input.page.y)
      }
      const hadDraft = driver.asked('draft').length + driver.asked('ink').length > 0
      driver.cancel()
      expect(driver.state().at).toBe('idle')
      expect(driver.asked('commit')).toEqual([])
      if (hadDraft) expect(driver.asked('bail').length).toBe(1)
    }
  })
})

describe('box', () => {
  test('a drag makes one box between press and release, selects it and is done', () => {
    const driver = drive(boxTool('rectangle'))
    driver.down(10, 20)
    driver.move(50, 60)
    driver.move(110, 90)
    driver.up(110, 90)
    expect(driver.draft()).toMatchObject([{ do: 'create', shape: { id: 'new0', geo: [10, 20, 100, 70, 0] } }])
    expect(driver.commands.slice(-3).map((command) => command.do)).toEqual(['commit', 'select', 'done'])
  })
  test('Shift makes a square, Alt grows it from its centre', () => {
    const driver = drive(boxTool('ellipse'))
    driver.down(100, 100)
    driver.move(140, 120, { shift: true })
    expect(driver.draft()).toMatchObject([{ shape: { geo: [100, 100, 40, 40, 0] } }])
    driver.move(140, 120, { alt: true })
    expect(driver.draft()).toMatchObject([{ shape: { geo: [60, 80, 80, 40, 0] } }])
  })
  test('a click on a note puts a usual one there and types in it', () => {
    const driver = drive(boxTool('note'))
    driver.down(300, 300)
    driver.up(301, 300)
    expect(driver.draft()).toMatchObject([{ shape: { type: 'note', geo: [200, 200, 200, 200, 0] } }])
    expect(driver.asked('edit-text')).toEqual([{ do: 'edit-text', id: 'new0' }])
  })
  test('in a frame, the shape is the frame’s and its place relative to it', () => {
    const frame = box('f', 100, 100, 300, 300, { type: 'frame' })
    const driver = drive(boxTool('rectangle'), [frame])
    driver.down(150, 160)
    driver.move(200, 200)
    expect(driver.draft()).toMatchObject([{ shape: { parent: 'f', geo: [50, 60, 50, 40, 0] } }])
  })
})

describe('ink', () => {
  test('every sample becomes ink of one shape, kept when the pointer lifts', () => {
    const driver = drive(inkTool('pen'))
    driver.down(0, 0)
    driver.move(5, 5)
    driver.move(9, 5)
    driver.up(9, 5)
    const inks = driver.commands.filter((command) => command.do === 'ink')
    expect(inks.flatMap((ink) => ink.samples.map(({ page }) => page.x))).toEqual([0, 5, 9])
    expect(new Set(inks.map((ink) => ink.id)).size).toBe(1)
    expect(driver.commands.at(-1)).toEqual({ do: 'commit', extend: false })
  })
  test('a stroke of more points than a shape holds goes on in the next, in one undo step', () => {
    const driver = drive(inkTool('pen'))
    driver.down(0, 0)
    for (let i = 1; i < MAX_POINTS + 5; i++) driver.move(i, 0)
    driver.up(0, 0)
    const inks = driver.commands.filter((command) => command.do === 'ink')
    const first = inks.filter((ink) => ink.id === 'new0').flatMap((ink) => ink.samples)
    const second = inks.filter((ink) => ink.id === 'new1').flatMap((ink) => ink.samples)
    expect(first.length).toBe(MAX_POINTS)
    expect(second[0]!.page.x, 'the next begins where the first ended').toBe(first.at(-1)!.page.x)
    expect(driver.asked('commit')).toEqual([
      { do: 'commit', extend: false },
      { do: 'commit', extend: true },
    ])
  })
})

describe('line', () => {
  test('runs from press to release, with Shift in steps of 15 degrees', () => {
    const driver = drive(lineTool)
    driver.down(0, 0)
    driver.move(100, 50)
    const edit = driver.draft()[0]!
    expect(edit.do === 'create' && pointsOf(edit.shape).map(([x, y]) => [x, y])).toEqual([[0, 0], [100, 50]]) // prettier-ignore
    driver.move(100, 4, { shift: true })
    expect(driver.draft()).toMatchObject([{ shape: { geo: [0, 0, 100, 0, 0] } }])
  })
})

describe('arrow', () => {
  const shapes = [box('a', 0, 0), box('b', 300, 0)]
  test('both ends attach to what they touch, which is shown before', () => {
    const driver = drive(arrowTool, shapes)
    driver.down(95, 50)
    driver.move(305, 50)
    expect(driver.asked('highlight').at(-1)).toEqual({ do: 'highlight', id: 'b' })
    driver.up(305, 50)
    expect(driver.draft()).toMatchObject([
      {
        shape: {
          data: { start: { shape: 'a', anchor: [0.95, 0.5] }, end: { shape: 'b', anchor: [0.05, 0.5] } },
        },
      },
    ])
    expect(driver.asked('highlight').at(-1)).toEqual({ do: 'highlight', id: null })
  })
  test('near the middle it means the shape; with Ctrl it stays free', () => {
    const driver = drive(arrowTool, shapes)
    driver.down(200, 50)
    driver.move(342, 55)
    expect(driver.draft()).toMatchObject([
      { shape: { data: { start: { point: [0, 0] }, end: { shape: 'b', anchor: [0.5, 0.5] } } } },
    ])
    driver.move(342, 55, { mod: true })
    expect(driver.draft()).toMatchObject([{ shape: { data: { end: { point: [142, 5] } } } }])
  })
  test('from inside a frame to outside of it, it belongs to the page: the frame would cut it', () => {
    const frame = box('f', 0, 0, 200, 200, { type: 'frame' })
    const driver = drive(arrowTool, [frame])
    driver.down(50, 50)
    driver.move(150, 60)
    expect(driver.draft()).toMatchObject([{ shape: { parent: 'f' } }])
    driver.move(400, 60)
    expect(driver.draft()).toMatchObject([{ shape: { parent: null, geo: [50, 50, 0, 0, 0] } }])
  })
  test('its ends never attach to one shape both', () => {
    const driver = drive(arrowTool, shapes)
    driver.down(10, 10)
    driver.move(90, 90)
    expect(driver.draft()).toMatchObject([
      { shape: { data: { start: { shape: 'a' }, end: { point: [80, 80] } } } },
    ])
  })
})

describe('text', () => {
  test('a click makes an empty text that grows, and types in it', () => {
    const driver = drive(textTool)
    driver.down(50, 50)
    driver.up(50, 50)
    expect(driver.draft()).toMatchObject([{ shape: { type: 'text', data: { wrap: 'auto' } } }])
    expect(driver.commands.map((command) => command.do)).toEqual(['draft', 'commit', 'done', 'edit-text'])
  })
  test('a drag fixes the width', () => {
    const driver = drive(textTool)
    driver.down(50, 50)
    driver.move(250, 70)
    driver.up(250, 70)
    expect(driver.draft()).toMatchObject([{ shape: { geo: [50, expect.anything(), 200, expect.anything(), 0], data: { wrap: 'fixed' } } }]) // prettier-ignore
  })
  test('on a shape that holds text it types in that', () => {
    const driver = drive(textTool, [box('a', 0, 0)])
    driver.down(50, 50)
    driver.up(50, 50)
    expect(driver.asked('draft')).toEqual([])
    expect(driver.asked('edit-text')).toEqual([{ do: 'edit-text', id: 'a' }])
  })
})

describe('eraser', () => {
  test('takes what a fast swipe passes between two samples; Alt gives it back', () => {
    const driver = drive(eraserTool, [box('a', 100, 0, 20, 20), box('b', 200, 0, 20, 20)])
    driver.down(0, 10)
    driver.move(400, 10)
    expect(
      driver
        .draft()
        .map((edit) => edit.do === 'remove' && edit.id)
        .sort(),
    ).toEqual(['a', 'b'])
    driver.move(210, 10)
    driver.move(205, 10, { alt: true })
    expect(driver.draft()).toEqual([{ do: 'remove', id: 'a' }])
    driver.up(210, 10)
    expect(driver.asked('commit').length).toBe(1)
    expect(driver.asked('trail').at(-1)).toEqual({ do: 'trail', points: null })
  })
  test('arrows that stay get their last points', () => {
    const arrow = box('x', 0, 0, 0, 0, {
      type: 'arrow',
      geo: [300, 50, 0, 0, 0],
      data: { start: { point: [0, 0] }, end: { shape: id('a'), anchor: [1, 0.5] } },
    })
    const driver = drive(eraserTool, [box('a', 0, 0), arrow])
    driver.down(10, 10)
    const patch = driver.draft().find((edit) => edit.do === 'patch')
    expect(patch).toMatchObject({ id: 'x', patch: { data: { end: { point: [expect.any(Number), 0] } } } })
  })
})

test('hand pans by the pointer’s way on the screen, and lets go of the page', () => {
  const driver = drive(handTool)
  driver.down(10, 10)
  driver.move(30, 15)
  driver.up(30, 15)
  expect(driver.asked('pan')).toEqual([{ do: 'pan', by: { x: 20, y: 5 } }])
  expect(driver.asked('let-go')).toHaveLength(1)
})
