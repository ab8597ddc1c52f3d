import { afterEach, expect, test, vi } from 'vitest'
import type { CanvasSurface } from '../../shapes/canvas-surface'
import type { Placed } from '../../shapes/define'
import { boards, id, rectangle } from '../board.fixture'
import { Scene } from '../scene/scene'
import { ScenePainter } from './scene-painter'
import { themeOf } from './theme'

afterEach(() => vi.unstubAllGlobals())

test('a shape that cannot be drawn is a placeholder, said once, and the others are drawn', () => {
  const reported: unknown[] = []
  vi.stubGlobal('reportError', (error: unknown) => reported.push(error))
  const { board } = boards(rectangle('a', 0, 0), rectangle('b', 0, 0), rectangle('c', 0, 0))
  const scene = new Scene(board)
  const painter = new ScenePainter(scene, themeOf('paper', null, null))
  const drawn: string[] = []
  const surface = {
    isMute: false,
    paint({ record, box }: Placed) {
      if (record.id === id('b') && record.type === 'rectangle') throw new Error('No such corner')
      drawn.push(`${record.type} ${record.id} ${box.w}`)
    },
  } as unknown as CanvasSurface
  for (let time = 0; time < 2; time++) {
    for (const item of painter.itemsIn({ x: 0, y: 0, w: 10, h: 10 })) painter.item(surface, item)
    expect(drawn.splice(0)).toEqual(['rectangle a 100', 'undrawable b 100', 'rectangle c 100'])
  }
  expect(reported).toEqual([new Error('No such corner')])
})

test('what is lifted is not painted with the settled drawing', () => {
  const { board } = boards(rectangle('a', 0, 0), rectangle('b', 0, 0))
  const scene = new Scene(board)
  const painter = new ScenePainter(scene, themeOf('paper', null, null))
  scene.lift(new Set([id('a')]))
  expect(painter.itemsIn({ x: 0, y: 0, w: 10, h: 10 }).map((item) => item.id)).toEqual(['b'])
})
