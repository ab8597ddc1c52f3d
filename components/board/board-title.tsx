'use client'

import { useEffect, useRef, useState } from 'react'
import { MAX_BOARD_NAME_LENGTH } from '../../lib/board/limits'
import { Button } from '../ui/button'
import { Input } from '../ui/input'
import { useT } from '../ui/i18n'
import { useBoard, useBoardName, useCanEdit, usePanels } from './board-context'

/** The name of the board; a click renames it in place. */
export function BoardTitle() {
  const t = useT('board')
  const name = useBoardName()
  const canEdit = useCanEdit()
  const { panels } = useBoard()
  const isRenaming = usePanels((state) => state.isRenaming)

  useEffect(() => {
    document.title = t('board.tabTitle', { name })
  }, [name, t])

  if (isRenaming) return <TitleField name={name} onDone={() => panels.setState({ isRenaming: false })} />
  return (
    <h1 className="min-w-0 max-sm:sr-only">
      {canEdit ? (
        <Button
          kind="quiet"
          className="max-w-[min(280px,24vw)] justify-start px-2"
          title={t('title.rename', { name })}
          onClick={() => panels.setState({ isRenaming: true })}
        >
          <span className="truncate">{name}</span>
        </Button>
      ) : (
        <span className="block max-w-[min(280px,24vw)] truncate px-2 text-control font-medium">{name}</span>
      )}
    </h1>
  )
}

/** Enter and leaving the field keep the new name, Escape the old one. */
function TitleField({ name, onDone }: { name: string; onDone: () => void }) {
  const t = useT('board')
  const { renameBoard } = useBoard()
  const [text, setText] = useState(name)
  const field = useRef<HTMLInputElement>(null)
  const isLeft = useRef(false)
  useEffect(() => field.current?.select(), [])

  function leave(isKept: boolean) {
    if (isLeft.current) return
    isLeft.current = true
    const next = text.trim()
    if (isKept && next !== '' && next !== name) renameBoard(next)
    onDone()
  }
  return (
    <Input
      ref={field}
      autoFocus
      value={text}
      maxLength={MAX_BOARD_NAME_LENGTH}
      aria-label={t('title.field')}
      className="w-[min(280px,48vw)] px-2 font-medium"
      onChange={(event) => setText(event.target.value)}
      onBlur={() => leave(true)}
      onMouseDown={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) leave(true)
        if (event.key === 'Escape') leave(false)
      }}
    />
  )
}
