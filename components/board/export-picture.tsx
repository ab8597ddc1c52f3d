'use client'

import { useEffect, useId, useMemo, useRef, useState, type ReactNode } from 'react'
import { framedBox, pictureBox, type Picture, type PictureRequest } from '../../lib/formats/picture'
import { SvgTooLong } from '../../lib/formats/svg/write'
import { paperOf } from '../../lib/shapes/palette'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { useT } from '../ui/i18n'
import { useTheme } from '../ui/theme'
import { toast } from '../ui/toast'
import { useBoard, useBoardName, usePanels } from './board-context'
import { pngOf, pngSize, preview, svgOf } from './export-picture-file'
import { fileNameFrom, saveFile } from './import-files'
import { Choice } from './style/choice'

const FORMATS = ['png', 'svg'] as const
const SCALES = [1, 2, 3] as const
/** CSS px; on a phone it is as wide as the sheet. */
const PREVIEW = { w: 372, h: 220 } as const

/** What a board or its selection looks like, as a file or on the clipboard. Begins with what is selected. */
export default function ExportPicture() {
  const t = useT('board')
  const { engine, document, panels } = useBoard()
  const name = useBoardName()
  const { theme: shown } = useTheme()
  const isOpen = usePanels((state) => state.open === 'picture')
  const [selection] = useState(() => engine.state.getState().selection)
  const [isWhole, setWhole] = useState(selection.length === 0)
  const [request, setRequest] = useState<PictureRequest>({
    format: 'png',
    scale: 2,
    theme: shown,
    background: true,
  })
  const [isBusy, setBusy] = useState(false)
  const change = (patch: Partial<PictureRequest>) => setRequest((before) => ({ ...before, ...patch }))

  const { theme, background, format, scale } = request
  const picture = useMemo<Picture>(() => {
    const wanted = isWhole ? null : new Set(selection)
    return {
      wanted,
      box: framedBox(pictureBox(engine.board, wanted)),
      theme,
      background: background ? paperOf(document.meta.background, theme) : null,
    }
  }, [engine, document, selection, isWhole, theme, background])
  const size = pngSize(picture, scale)

  const close = () => panels.setState({ open: null })
  async function make(): Promise<Blob | null> {
    if (format === 'svg') return svgOf(engine.board, picture)
    return (await pngOf(engine.board, picture, scale))?.blob ?? null
  }
  /** The dialog stays open when it fails, with a word on why. */
  async function run(give: (file: Promise<Blob>) => Promise<void>): Promise<void> {
    setBusy(true)
    try {
      await give(
        make().then((blob) => {
          if (!blob) throw new SvgTooLong('no canvas')
          return blob
        }),
      )
      close()
    } catch (error) {
      const isTooLarge = error instanceof SvgTooLong
      toast.error({
        title: t(isTooLarge ? 'picture.failed' : 'clipboard.refused'),
        description: t(isTooLarge ? 'picture.tooLarge' : 'picture.saveInstead'),
      })
      setBusy(false)
    }
  }
  const save = () => run(async (file) => saveFile(await file, `${fileNameFrom(name)}.${format}`))
  const copy = () =>
    run(async (file) => {
      if (format === 'svg') await navigator.clipboard.writeText(await (await file).text())
      // Handed over as a promise, because the browser wants it in the click itself.
      else await navigator.clipboard.write([new ClipboardItem({ 'image/png': file })])
      toast.success({ title: t('picture.copied'), id: 'picture' })
    })

  return (
    <Dialog
      isOpen={isOpen}
      onClose={close}
      title={t('picture.title')}
      footer={
        <>
          <Button disabled={isBusy} onClick={() => void copy()}>
            {t('picture.copy')}
          </Button>
          <Button kind="primary" disabled={isBusy} onClick={() => void save()}>
            {t('picture.save')}
          </Button>
        </>
      }
    >
      <Preview picture={picture} />
      <p className="mt-2 text-center text-caption text-muted tabular-nums" role="status">
        {format === 'png' && t('picture.size', { width: size.w, height: size.h })}
        {format === 'png' && size.scale < scale && ` · ${t('picture.reduced')}`}
        {format === 'svg' && t('picture.anySize')}
      </p>
      <div className="mt-3 grid grid-cols-2 gap-3">
        <Choice
          label={t('picture.format')}
          value={format}
          options={FORMATS.map((value) => ({ value, label: value.toUpperCase() }))}
          onChange={(format) => change({ format })}
        />
        {selection.length > 0 && (
          <Choice
            label={t('picture.what')}
            value={isWhole ? 'board' : 'selection'}
            options={[
              { value: 'selection', label: t('picture.selection') },
              { value: 'board', label: t('picture.board') },
            ]}
            onChange={(what) => setWhole(what === 'board')}
          />
        )}
        <Choice
          label={t('menu.theme')}
          value={theme}
          options={[
            { value: 'paper', label: t('menu.themePaper') },
            { value: 'slate', label: t('menu.themeSlate') },
          ]}
          onChange={(theme) => change({ theme })}
        />
        <Choice
          label={t('picture.background')}
          value={background ? 'on' : 'off'}
          options={[
            { value: 'on', label: t('picture.backgroundOn') },
            { value: 'off', label: t('picture.backgroundOff') },
          ]}
          onChange={(value) => change({ background: value === 'on' })}
        />
        {format === 'png' && (
          <Choice
            label={t('picture.scale')}
            value={String(scale)}
            options={SCALES.map((value) => ({ value: String(value), label: `${value}×` }))}
            onChange={(value) => change({ scale: Number(value) })}
          />
        )}
      </div>
    </Dialog>
  )
}

/** Squares show through where the picture has no background. */
const SQUARES = {
  backgroundImage: 'repeating-conic-gradient(var(--hairline) 0 25%, transparent 0 50%)',
  backgroundSize: '16px 16px',
}

function Preview({ picture }: { picture: Picture }): ReactNode {
  const t = useT('board')
  const { engine } = useBoard()
  const label = useId()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    if (canvas.current) void preview(canvas.current, engine.board, picture, PREVIEW)
  }, [engine, picture])
  return (
    <figure
      aria-labelledby={label}
      className="flex min-h-[120px] items-center justify-center overflow-hidden rounded-control border border-hairline p-1"
    >
      <figcaption id={label} className="sr-only">
        {t('picture.preview')}
      </figcaption>
      <canvas ref={canvas} aria-hidden className="max-w-full" style={picture.background ? {} : SQUARES} />
    </figure>
  )
}
