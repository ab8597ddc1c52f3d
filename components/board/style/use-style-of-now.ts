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

  const { style, keys, types } = useMemo(() => {
    const { style, keys, types } = JSON.parse(common) as { style: Style; keys: string[]; types: string[] }
    return { style, keys: new Set(keys), types }
  }, [common])
  const [only] = selection.length === 0 ? [tool] : types.length === 1 ? types : []
  const kind = only === 'note' || only === 'pen' || only === 'marker' ? only : 'shape'
  // Everything may be selected: only what has ends is looked at one by one.
  const isEnded = selection.length > 0 && types.every((type) => ENDED.has(type))
  // Their ends may change without a change of style; of all else a moved view or shape says nothing new.
  useEngine((state) => (isEnded ? state.layout : 0))
  const ended = isEnded ? selection.flatMap((id) => engine.board.get(id) ?? []) : []
  return { style, keys, kind, ended }
}
