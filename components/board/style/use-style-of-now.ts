'use client'

import { useMemo } from 'react'
import type { ShapeRecord, Style } from '../../../lib/board/shape'
import { useBoard, useEngine } from '../board-context'
import type { StyleControlsProps } from './style-controls'

const ENDED = new Set(['arrow', 'line'])

export interface StyleOfNow {
  readonly style: Style
  readonly keys: ReadonlySet<string>
  readonly kind: StyleControlsProps['kind']
  /** The selected shapes, when all of them have ends. */
  readonly ended: readonly ShapeRecord[]
}

/** What the style panel is about: the selection, or the shape that the tool will draw. */
export function useStyleOfNow(): StyleOfNow {
  const { engine } = useBoard()
  // As text, because the engine answers with a new object whenever it is asked.
  const common = useEngine(() => JSON.stringify(engine.commonStyle()))
  const tool = useEngine((state) => state.tool)
  const selection = useEngine((state) => state.selection)
  useEngine((state) => (state.selection.length > 0 ? state.layout : 0))

  const { style, keys } = useMemo(() => {
    const { style, keys } = JSON.parse(common) as { style: Style; keys: string[] }
    return { style, keys: new Set(keys) }
  }, [common])
  const records = selection.map((id) => engine.board.get(id)).filter((record) => record !== undefined)
  const types = new Set(records.length > 0 ? records.map(({ type }) => type) : [tool])
  const [only] = types.size === 1 ? types : []
  const kind = only === 'note' || only === 'pen' || only === 'marker' ? only : 'shape'
  return { style, keys, kind, ended: records.every(({ type }) => ENDED.has(type)) ? records : [] }
}
