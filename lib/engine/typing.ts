import type { BoardDocument } from '../board/document'
import type { ShapeId } from '../board/ids'
import { removeShapes } from '../board/operations'
import type { FontName, ShapeRecord } from '../board/shape'
import { diffText, type TextChange } from '../board/text-diff'
import { centreOf } from '../geometry/box'
import { boxForText, place, textPlacement } from '../shapes/index'
import { textColour, type Theme } from '../shapes/palette'
import { fontCss, metricsOf, missingGraphemes } from '../shapes/text/advances'
import { WIDTH_TOLERANCE_EM } from '../shapes/text/layout'
import type { TextPlace, Typing } from './api'
import type { Viewport } from './navigation/viewport'

/** Graphemes are measured at this size (CSS px), so that rounding is a thousandth of an em. */
const MEASURE_PX = 100

/** The text of one shape being typed: what its editor shows, and how it gets into the document. */
export class TextSession implements Typing {
  #id: ShapeId | null = null
  /** The text as this editor last wrote or heard it: any other was somebody else's doing. */
  #known = ''
  #listener: ((text: string, move: (at: number) => number) => void) | null = null
  #measure: CanvasRenderingContext2D | null = null

  constructor(
    private readonly document: BoardDocument,
    private readonly viewport: Viewport,
    private readonly theme: () => Theme,
    private readonly onRefused: (code: string) => void,
  ) {}

  get id(): ShapeId | null {
    return this.#id
  }

  start(id: ShapeId): void {
    this.#id = id
    this.#known = this.#record()?.text ?? ''
  }

  /** End typing; an empty text shape goes, in the same undo step as what was typed. */
  finish(): void {
    const record = this.#record()
    this.#id = null
    if (record?.type !== 'text' || (record.text ?? '').trim() !== '') return
    this.document.apply(removeShapes(this.document, [record.id]), { step: 'extend' })
  }

  /** The document changed these shapes: tell the editor when one was its own, written by another. */
  changed(ids: ReadonlyMap<ShapeId, ShapeRecord | null>): void {
    if (this.#id === null || !ids.has(this.#id)) return
    const text = this.#record()?.text ?? ''
    const change = diffText(this.#known, text)
    this.#known = text
    if (change) this.#listener?.(text, (at) => movedBy(change, at))
  }

  text(): string {
    return this.#record()?.text ?? ''
  }

  write(next: string, caret: number): void {
    const record = this.#record()
    if (!record || this.#id === null) return
    const advances = this.#advances(record, next)
    const draft = advances ? { ...record, data: { ...record.data, advances } } : record
    const geo = boxForText(draft, next)
    const before = this.#known
    this.#known = next
    const written = this.document.replaceText(this.#id, next, {
      caret,
      patch: { ...(geo ? { geo } : {}), ...(advances ? { data: { advances } } : {}) },
    })
    if (written.ok) return
    this.#known = before
    this.onRefused(written.error.code)
    this.#listener?.(this.text(), (at) => Math.min(at, this.text().length))
  }

  onRemote(listener: (text: string, move: (at: number) => number) => void): () => void {
    this.#listener = listener
    return () => {
      if (this.#listener === listener) this.#listener = null
    }
  }

  place(): TextPlace | null {
    const placed = this.#id === null ? undefined : place(this.document, this.#id)
    const text = placed && textPlacement(placed)
    if (!placed || !text) return null
    const { box, rotation } = placed
    const { area, top, layout, align, isAuto } = text
    // A line may be this much too long before it breaks, in the field as where it is painted.
    const width = isAuto ? layout.naturalWidth : area.w + WIDTH_TOLERANCE_EM * text.size
    const spare = area.w - width
    const left = area.x + (align === 'left' ? 0 : align === 'center' ? spare / 2 : spare)
    return {
      middle: this.viewport.toScreen(centreOf(box)),
      rotation,
      zoom: this.viewport.camera.zoom,
      area: {
        x: left - box.w / 2,
        y: top - box.h / 2 + dropOf(text.font, text.size),
        w: width,
        h: layout.height,
      },
      font: fontCss(text.font, text.size),
      size: text.size,
      lineHeight: text.lineHeight,
      align,
      colour: textColour(text, this.theme()),
      opacity: placed.record.style.opacity ?? 1,
      wraps: !isAuto && placed.record.type !== 'frame',
    }
  }

  #record(): ShapeRecord | undefined {
    return this.#id === null ? undefined : this.document.get(this.#id)
  }

  /** Widths of what the bundled fonts lack, as this browser shows it; undefined when nothing new is in the text. */
  #advances(record: ShapeRecord, text: string): Readonly<Record<string, number>> | undefined {
    const font: FontName = record.style.font ?? 'hand'
    const known = record.data.advances ?? {}
    const missing = missingGraphemes(text, font).filter((grapheme) => !Object.hasOwn(known, grapheme))
    if (missing.length === 0 || typeof document === 'undefined') return undefined
    this.#measure ??= document.createElement('canvas').getContext('2d')
    if (!this.#measure) return undefined
    const context = this.#measure
    context.font = fontCss(font, MEASURE_PX)
    context.fontKerning = 'none'
    const measured = missing.map((grapheme) => [grapheme, context.measureText(grapheme).width / MEASURE_PX])
    return { ...known, ...(Object.fromEntries(measured) as Record<string, number>) }
  }
}

/** How much lower text is painted than a browser sets it, which rounds a font's ascent and descent to whole px. */
function dropOf(font: FontName, size: number): number {
  const { ascent, descent } = metricsOf(font)
  const [up, down] = [ascent * size, descent * size]
  return (up - Math.round(up) - (down - Math.round(down))) / 2
}

/** Where a caret at `at` is after a change that was not its own. */
function movedBy({ at: from, remove, insert }: TextChange, at: number): number {
  if (at <= from) return at
  if (at >= from + remove) return at - remove + insert.length
  return from + insert.length
}
