'use client'

import { useEffect, useLayoutEffect, useRef, type CSSProperties, type KeyboardEvent } from 'react'
import { createPortal } from 'react-dom'
import type { Engine, TextPlace } from '../../lib/engine/api'
import { useT } from '../ui/i18n'
import { useBoard, useEngine } from './board-context'

/** Room beside the text (in its own size) for the caret and for a letter that is not laid out yet. */
const SLACK_EM = 1

/** The text being typed, editable exactly where it is painted otherwise; nothing when no text is. */
export function TextEditor() {
  const { engine, drawing } = useBoard()
  const editing = useEngine((state) => state.editing)
  return editing === null ? null : createPortal(<OpenTextEditor key={editing} engine={engine} />, drawing)
}

function OpenTextEditor({ engine }: { engine: Engine }) {
  const t = useT('board')
  const turned = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  useEngine((state) => state.layout)

  // Every render follows a change of the text, its shape or the camera.
  useLayoutEffect(() => lay(engine.typing.place(), turned.current, field.current))

  useEffect(() => {
    const area = field.current
    if (!area) return undefined
    area.value = engine.typing.text()
    lay(engine.typing.place(), turned.current, area)
    area.focus({ preventScroll: true })
    area.setSelectionRange(0, area.value.length)
    return engine.typing.onRemote((text, move) => {
      const [start, end] = [move(area.selectionStart), move(area.selectionEnd)]
      area.value = text
      area.setSelectionRange(start, end)
    })
  }, [engine])

  function write() {
    const area = field.current
    if (!area) return
    engine.typing.write(area.value, area.selectionStart)
    lay(engine.typing.place(), turned.current, area)
  }

  function key(event: KeyboardEvent) {
    const travels = travelOf(event)
    if (travels && !event.nativeEvent.isComposing) {
      // The field's own history would take back what others typed, and is lost whenever they do.
      event.preventDefault()
      engine[travels]()
      return
    }
    const isEnd = event.key === 'Escape' || (event.key === 'Enter' && (event.ctrlKey || event.metaKey))
    if (!isEnd || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    const host = turned.current?.parentElement
    engine.finishText()
    host?.focus({ preventScroll: true })
  }

  return (
    <div ref={turned} data-typing="" className="absolute top-0 left-0 z-10 h-0 w-0 origin-top-left">
      <textarea
        ref={field}
        aria-label={t('canvas.text')}
        className="absolute m-0 resize-none overflow-hidden border-0 bg-transparent p-0 outline-none select-text"
        spellCheck={false}
        autoCapitalize="off"
        autoComplete="off"
        wrap="off"
        onInput={(event) => {
          // What an input method has not finished is its own affair.
          if (!event.nativeEvent.isComposing) write()
        }}
        onCompositionEnd={write}
        onKeyDown={key}
      />
    </div>
  )
}

function travelOf({ key, ctrlKey, metaKey, shiftKey, altKey }: KeyboardEvent): 'undo' | 'redo' | null {
  if (!(ctrlKey || metaKey) || altKey) return null
  const letter = key.toLowerCase()
  if (letter === 'z') return shiftKey ? 'redo' : 'undo'
  return letter === 'y' ? 'redo' : null
}

/** Put the field where the text is: outside React, because it follows every letter and every pan. */
function lay(place: TextPlace | null, turned: HTMLElement | null, field: HTMLTextAreaElement | null): void {
  if (!place || !turned || !field) return
  const { middle, rotation, zoom, area, size, align } = place
  turned.style.transform = `translate(${middle.x}px, ${middle.y}px) rotate(${rotation}rad) scale(${zoom})`
  const slack = place.wraps ? 0 : size * SLACK_EM
  const left = area.x - (align === 'left' ? 0 : align === 'center' ? slack / 2 : slack)
  const style: CSSProperties = {
    left: `${left}px`,
    top: `${area.y}px`,
    width: `${area.w + slack}px`,
    height: `${Math.max(area.h, place.lineHeight)}px`,
    font: place.font,
    lineHeight: `${place.lineHeight}px`,
    fontKerning: 'none',
    fontVariantLigatures: 'none',
    // Without it small letters stand on whole px, and lines break elsewhere than where they are painted.
    textRendering: 'geometricPrecision',
    textAlign: align,
    whiteSpace: place.wraps ? 'pre-wrap' : 'pre',
    overflowWrap: 'anywhere',
    color: place.colour,
    caretColor: place.colour,
    opacity: String(place.opacity),
  }
  Object.assign(field.style, style)
}
