'use client'

import type { Engine } from '../../lib/engine/api'

/** Lies over the text being typed, and is nothing otherwise. */
export function TextEditor({ engine }: { engine: Engine }) {
  void engine
  return null
}
