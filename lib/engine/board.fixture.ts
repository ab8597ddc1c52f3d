import * as Y from 'yjs'
import { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import type { Edit, ShapeRecord } from '../board/shape'

export const id = (name: string) => name as ShapeId

export const rectangle = (
  name: string,
  x: number,
  y: number,
  more: Partial<ShapeRecord> = {},
): ShapeRecord => ({
  id: id(name),
  type: 'rectangle',
  geo: [x, y, 100, 100, 0],
  style: { fill: 'blue', stroke: 'none' },
  order: `a${name}`,
  parent: null,
  data: {},
  ...more,
})

export const create = (shape: ShapeRecord): Edit => ({ do: 'create', shape })

/** A document with shapes, and one of somebody else's that is kept the same by hand. */
export function boards(...shapes: ShapeRecord[]) {
  const board = new BoardDocument(new Y.Doc())
  const remote = new BoardDocument(new Y.Doc())
  if (shapes.length > 0) board.apply(shapes.map(create))
  /** Deliver everything in both directions, as the network would. */
  const exchange = () => {
    Y.applyUpdate(remote.doc, Y.encodeStateAsUpdate(board.doc, Y.encodeStateVector(remote.doc)))
    Y.applyUpdate(board.doc, Y.encodeStateAsUpdate(remote.doc, Y.encodeStateVector(board.doc)))
  }
  exchange()
  return { board, remote, exchange }
}
