import { readFile, type ImportedBoard } from '..'
import type { ShapeRecord } from '../../board/shape'

/** Elements as Excalidraw 0.18 writes them, for tests; `props` are what the test is about. */
export function element(
  type: string,
  props: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    id: `${type}-1`,
    type,
    x: 100,
    y: 200,
    width: 160,
    height: 80,
    angle: 0,
    strokeColor: '#1e1e1e',
    backgroundColor: 'transparent',
    fillStyle: 'solid',
    strokeWidth: 2,
    strokeStyle: 'solid',
    roughness: 1,
    opacity: 100,
    groupIds: [],
    frameId: null,
    roundness: null,
    seed: 1,
    version: 1,
    isDeleted: false,
    boundElements: null,
    link: null,
    locked: false,
    ...props,
  }
}

export const textElement = (text: string, props: Readonly<Record<string, unknown>> = {}) =>
  element('text', {
    text,
    originalText: text,
    fontSize: 20,
    fontFamily: 5,
    textAlign: 'left',
    verticalAlign: 'top',
    containerId: null,
    lineHeight: 1.25,
    autoResize: true,
    height: 25,
    ...props,
  })

export const lineElement = (
  type: 'line' | 'arrow' | 'freedraw',
  points: readonly (readonly number[])[],
  props: Readonly<Record<string, unknown>> = {},
) => element(type, { points, startArrowhead: null, endArrowhead: null, ...props })

export const scene = (elements: readonly unknown[], rest: Readonly<Record<string, unknown>> = {}): string =>
  JSON.stringify({
    type: 'excalidraw',
    version: 2,
    source: 'test',
    elements,
    appState: {},
    files: {},
    ...rest,
  })

/** The board that a scene of these elements becomes; throws when the file is refused. */
export function importScene(...elements: readonly unknown[]): ImportedBoard {
  return importFile(scene(elements))
}

export function importFile(text: string): ImportedBoard {
  const read = readFile('test.excalidraw', text)
  if (!read.ok) throw new Error(read.error.detail)
  return read.value
}

/** The one shape of a type. */
export function only(board: ImportedBoard, type: string): ShapeRecord {
  const [shape, ...others] = board.shapes.filter((each) => each.type === type)
  if (!shape || others.length > 0) throw new Error(`${others.length + (shape ? 1 : 0)} shapes of ${type}`)
  return shape
}
