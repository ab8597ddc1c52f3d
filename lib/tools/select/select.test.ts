import { describe, expect, test } from 'vitest'
import { hitShape, place } from '../../shapes/index'
import { box, drive, id } from '../driver.fixture'
import { verticesOf } from './vertices'
import { selectTool } from './index'

const pair = [box('a', 0, 0), box('b', 300, 0)]
const selected = (...names: string[]) => ({ selection: names.map(id) })

describe('clicking', () => {
  test('selects what it is on; Shift adds and takes away; empty clears', () => {
    const driver = drive(selectTool, pair)
    driver.down(50, 50)
    driver.up(50, 50)
    expect(driver.env.selection).toEqual(['a'])
    driver.down(350, 50, { shift: true })
    driver.up(350, 50, { shift: true })
    expect(driver.env.selection).toEqual(['a', 'b'])
    driver.down(50, 50, { shift: true })
    driver.up(50, 50, { shift: true })
    expect(driver.env.selection).toEqual(['b'])
    driver.down(600, 600)
    driver.up(600, 600)
    expect(driver.env.selection).toEqual([])
  })
  test('on one of several, without a drag, keeps only that one', () => {
    const driver = drive(selectTool, pair, selected('a', 'b'))
    driver.down(50, 60)
    expect(driver.env.selection).toEqual(['a', 'b'])
    driver.up(50, 60)
    expect(driver.env.selection).toEqual(['a'])
  })
  test('in a group selects the group; a double click goes into it, and then stays inside', () => {
    const group = box('g', 0, 0, 0, 0, { type: 'group' })
    const inside = [
      box('a', 0, 0, 100, 100, { parent: id('g') }),
      box('b', 300, 0, 100, 100, { parent: id('g') }),
    ]
    const driver = drive(selectTool, [group, ...inside])
    driver.down(50, 50)
    driver.up(50, 50)
    expect(driver.env.selection).toEqual(['g'])
    driver.down(50, 50, { clicks: 2 })
    expect(driver.env.selection).toEqual(['a'])
    driver.down(350, 50)
    driver.up(350, 50)
    expect(driver.env.selection).toEqual(['b'])
  })
  test('twice types in a shape, in a hollow one by its inside, and makes a text where nothing is', () => {
    const driver = drive(selectTool, pair)
    driver.down(50, 50, { clicks: 2 })
    expect(driver.asked('edit-text')).toEqual([{ do: 'edit-text', id: 'a' }])
    driver.down(600, 600, { clicks: 2 })
    expect(driver.draft()).toMatchObject([{ do: 'create', shape: { type: 'text' } }])
  })
})

describe('a hollow shape', () => {
  const hollow = box('a', 0, 0, 100, 100, { style: { fill: 'none', stroke: 'ink', width: 2 } })
  test('is selected by a click inside it, and once selected stays so and is dragged by its inside', () => {
    const driver = drive(selectTool, [hollow])
    driver.down(50, 50)
    driver.up(50, 50)
    expect(driver.env.selection).toEqual(['a'])
    driver.down(60, 60)
    driver.move(80, 60)
    expect(driver.drafted().get(id('a'))?.geo).toEqual([20, 0, 100, 100, 0])
    driver.up(80, 60)
    expect(driver.env.selection).toEqual(['a'])
  })
  test('that is not selected does not keep a box from being swept inside it', () => {
    const driver = drive(selectTool, [hollow, box('b', 30, 30, 20, 20)])
    driver.down(20, 20)
    driver.move(60, 60)
    driver.up(60, 60)
    expect(driver.env.selection).toEqual(['b'])
    expect(driver.asked('draft')).toEqual([])
  })
  test('is added and taken away by Shift', () => {
    const driver = drive(selectTool, [hollow, box('b', 300, 0)], selected('b'))
    driver.down(50, 50, { shift: true })
    driver.up(50, 50, { shift: true })
    expect(driver.env.selection).toEqual(['b', 'a'])
    driver.down(50, 50, { shift: true })
    driver.up(50, 50, { shift: true })
    expect(driver.env.selection).toEqual(['b'])
  })
})

describe('sweeping', () => {
  test('selects what the box touches while it is drawn; Shift adds; cancel brings back what was', () => {
    const driver = drive(selectTool, pair)
    driver.down(-50, -50)
    driver.move(60, 60)
    expect(driver.env.selection).toEqual(['a'])
    driver.move(350, 60)
    expect(driver.env.selection).toEqual(['a', 'b'])
    driver.up(350, 60)
    expect(driver.asked('marquee').at(-1)).toEqual({ do: 'marquee', box: null })
    driver.down(700, 700, { shift: true })
    driver.move(690, 690, { shift: true })
    expect(driver.env.selection).toEqual(['a', 'b'])
    driver.cancel()
    expect(driver.env.selection).toEqual(['a', 'b'])
  })
})

describe('moving', () => {
  test('drags everything selected in one draft, and keeps it when the pointer lifts', () => {
    const driver = drive(selectTool, pair, selected('a', 'b'))
    driver.down(50, 60)
    driver.move(60, 85)
    expect(driver.draft()).toEqual([
      { do: 'patch', id: 'a', patch: { geo: [10, 25, 100, 100, 0] } },
      { do: 'patch', id: 'b', patch: { geo: [310, 25, 100, 100, 0] } },
    ])
    driver.up(60, 85)
    expect(driver.asked('drop').length).toBe(1)
  })
  test('a press that strays less than the slop is a click', () => {
    const driver = drive(selectTool, pair)
    driver.down(50, 60)
    driver.move(52, 61)
    driver.up(52, 61)
    expect(driver.asked('draft')).toEqual([])
  })
  test('Alt drags copies that keep their ids, and leaves the originals', () => {
    const driver = drive(selectTool, pair, selected('a'))
    driver.down(50, 60)
    driver.move(60, 60, { alt: true })
    const first = driver.draft().find((edit) => edit.do === 'create')
    driver.move(150, 60, { alt: true })
    const view = driver.drafted()
    const copy = first?.do === 'create' ? first.shape.id : id('none')
    expect(view.get(copy)?.geo).toEqual([100, 0, 100, 100, 0])
    expect(view.get(id('a'))?.geo).toEqual([0, 0, 100, 100, 0])
    driver.up(150, 60, { alt: true })
    expect(driver.env.selection).toEqual([copy])
  })
  test('letting go of Alt moves the originals after all', () => {
    const driver = drive(selectTool, pair, selected('a'))
    driver.down(50, 60)
    driver.move(60, 60, { alt: true })
    driver.move(70, 60)
    expect(driver.draft()).toEqual([{ do: 'patch', id: 'a', patch: { geo: [20, 0, 100, 100, 0] } }])
  })
  test('Shift keeps to the longer axis', () => {
    const driver = drive(selectTool, pair, selected('a'))
    driver.down(50, 60)
    driver.move(90, 70, { shift: true })
    expect(driver.draft()).toMatchObject([{ patch: { geo: [40, 0, 100, 100, 0] } }])
  })
  test('copies into a frame and out of it: the parent changes at the end, the place on the page does not', () => {
    const frame = box('f', 500, 0, 300, 300, { type: 'frame' })
    const driver = drive(selectTool, [frame, box('a', 0, 0)], selected('a'))
    driver.down(50, 60)
    driver.move(650, 160, { alt: true })
    const made = driver.draft().find((edit) => edit.do === 'create')
    const copy = made?.do === 'create' ? made.shape.id : id('none')
    expect(driver.drafted().get(copy)?.parent).toBe(null)
    driver.up(650, 160, { alt: true })
    const view = driver.drafted()
    expect(view.get(copy)).toMatchObject({ parent: 'f', geo: [100, 100, 100, 100, 0] })
    expect(place(view, copy)?.box).toMatchObject({ x: 600, y: 100 })
  })
  test('read-only: nothing moves', () => {
    const driver = drive(selectTool, pair, { ...selected('a'), isReadOnly: true })
    driver.down(50, 60)
    driver.move(90, 70)
    driver.up(90, 70)
    expect(driver.asked('draft')).toEqual([])
  })
})

describe('resizing', () => {
  const resize = (grab: [number, number], to: [number, number], keys = {}) => {
    const driver = drive(selectTool, pair, selected('a'))
    driver.down(...grab)
    driver.move(...to, keys)
    driver.up(...to, keys)
    expect(driver.asked('commit').length).toBe(1)
    return driver.drafted().get(id('a'))!.geo
  }
  test('a corner moves two sides, the opposite corner stays', () => {
    expect(resize([100, 100], [150, 120])).toEqual([0, 0, 150, 120, 0])
    expect(resize([0, 0], [-50, 20])).toEqual([-50, 20, 150, 80, 0])
  })
  test('a side moves alone', () => expect(resize([100, 50], [160, 70])).toEqual([0, 0, 160, 100, 0]))
  test('Shift keeps the ratio, Alt the centre', () => {
    expect(resize([100, 100], [150, 120], { shift: true })).toEqual([0, 0, 150, 150, 0])
    expect(resize([100, 100], [120, 110], { alt: true })).toEqual([-20, -10, 140, 120, 0])
  })
  test('through the opposite side it is mirrored, and never without a size', () => {
    expect(resize([100, 100], [-40, 100])).toEqual([-40, 0, 40, 100, 0])
    expect(resize([100, 100], [0, 100])[2]).toBeGreaterThan(0)
  })
  test('a turned shape grows along its own axes, its opposite corner stays on the page', () => {
    const turned = box('a', 0, 0, 100, 100, { geo: [0, 0, 100, 100, Math.PI / 2] })
    const driver = drive(selectTool, [turned], selected('a'))
    // Turned by a quarter, the corner that is south-east in the shape lies south-west on the page.
    driver.down(0, 100)
    driver.move(-50, 100)
    const [x, y, w, h] = driver.drafted().get(id('a'))!.geo.map(Math.round)
    expect([w, h]).toEqual([100, 150])
    const { box: placed } = place(driver.drafted(), id('a'))!
    expect(Math.round(placed.x + placed.w / 2)).toBe(25)
    expect([x, y]).toEqual([-25, -25])
  })
})

describe('turning', () => {
  test('follows the pointer about the middle; Shift stops every 15 degrees', () => {
    const driver = drive(selectTool, pair, selected('a'))
    driver.down(50, -24)
    expect(driver.state().at).toBe('turning')
    driver.move(124, 50)
    expect(driver.drafted().get(id('a'))!.geo[4]).toBeCloseTo(Math.PI / 2)
    driver.move(120, 40, { shift: true })
    expect((driver.drafted().get(id('a'))!.geo[4] / (Math.PI / 12)) % 1).toBeCloseTo(0)
  })
})

describe('points of lines and arrows', () => {
  const arrow = box('x', 0, 0, 0, 0, {
    type: 'arrow',
    geo: [150, 50, 0, 0, 0],
    order: 'az',
    data: { start: { point: [0, 0] }, end: { point: [100, 0] } },
  })
  test('an end is dragged onto a shape and attaches to it', () => {
    const driver = drive(selectTool, [...pair, arrow], selected('x'))
    driver.down(250, 50)
    expect(driver.state().at).toBe('vertex')
    driver.move(320, 50)
    expect(driver.asked('highlight').at(-1)).toEqual({ do: 'highlight', id: 'b' })
    driver.up(320, 50)
    expect(driver.drafted().get(id('x'))!.data.end).toMatchObject({ shape: 'b' })
  })
  test('the middle of a piece becomes a bend when dragged, and not when clicked', () => {
    const clicked = drive(selectTool, [...pair, arrow], selected('x'))
    clicked.down(200, 50)
    clicked.up(200, 50)
    expect(clicked.asked('commit')).toEqual([])
    const driver = drive(selectTool, [...pair, arrow], selected('x'))
    driver.down(200, 50)
    driver.move(200, 120)
    expect(driver.drafted().get(id('x'))!.data.mid).toEqual([[50, 70]])
  })
  test('the handle of a bend lies on the line, also where that is a curve', () => {
    const bent = { ...arrow, data: { ...arrow.data, mid: [[50, 70]] as const } }
    const { env } = drive(selectTool, [bent], selected('x'))
    const bends = verticesOf(id('x'), env)!.filter(({ kind }) => kind === 'bend')
    expect(bends.length).toBe(2)
    for (const { page } of bends) expect(hitShape(env.place(id('x'))!, page, 0.5)).toBe(true)
    expect(bends[0]!.page.y).not.toBeCloseTo(85)
  })
})
