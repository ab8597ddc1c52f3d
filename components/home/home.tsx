'use client'

import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from '../ui/button'
import { useT } from '../ui/i18n'
import { Input } from '../ui/input'
import { BoardCard } from './board-card'
import { EmptyHome } from './empty-home'
import { HomeHeader } from './home-header'
import { HomeLayers } from './home-layers'
import { NewBoardCard } from './new-board-card'
import { searchBoards } from './search-boards'
import { PAPER } from './thumbnail'
import { useBoards } from './use-boards'
import { useFileDrop } from './use-file-drop'
import { useHomeCommands } from './use-home-commands'
import { useMe } from './use-me'

/** Fewer than this are seen at a glance. */
const SEARCH_FROM = 5
const GRID =
  'grid grid-cols-[repeat(auto-fill,minmax(min(100%,156px),1fr))] gap-3 sm:grid-cols-[repeat(auto-fill,minmax(232px,1fr))] sm:gap-5'

/** The visitor's boards, and the way to a new one. */
export function Home() {
  const t = useT('home')
  const shelf = useBoards()
  const me = useMe()
  const commands = useHomeCommands(shelf)
  const isDropping = useFileDrop(commands.importFiles)
  const [query, setQuery] = useState('')
  const [isNaming, setNaming] = useState(false)
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => setNow(Date.now()), [shelf.boards])

  const { boards, state, hasMore, loadMore } = shelf
  const isSearching = query.trim() !== ''
  useEffect(() => {
    if (isSearching && hasMore) loadMore('all') // what is not here yet would not be found
  }, [isSearching, hasMore, loadMore])
  const shown = searchBoards(boards, query)
  const isEmpty = state === 'ready' && boards.length === 0
  const making = {
    isCreating: commands.isCreating,
    onCreate: () => void commands.create(),
    onImport: commands.importFiles,
  }

  return (
    <div className="flex min-h-dvh flex-col">
      <HomeHeader name={me.name} onRename={() => setNaming(true)} />
      <main className="mx-auto w-full max-w-[1240px] flex-1 px-4 pb-16 pt-2 sm:px-8 sm:pt-4">
        {isEmpty ? (
          <EmptyHome {...making} />
        ) : (
          <>
            <div className="mb-5 flex min-h-9 items-center justify-between gap-4 pointer-coarse:min-h-11">
              <h1 className="text-title font-semibold">{t('title')}</h1>
              {(boards.length >= SEARCH_FROM || isSearching) && (
                <label className="relative block w-60 min-w-0">
                  <Search
                    aria-hidden
                    className="pointer-events-none absolute left-2.5 top-1/2 size-4 -translate-y-1/2 text-muted"
                  />
                  <Input
                    type="search"
                    value={query}
                    placeholder={t('search')}
                    aria-label={t('search')}
                    className="pl-8"
                    onChange={(event) => setQuery(event.target.value)}
                    onKeyDown={(event) => event.key === 'Escape' && setQuery('')}
                  />
                </label>
              )}
            </div>
            {state === 'failed' ? (
              <Failed onRetry={shelf.reload} />
            ) : isSearching && shown.length === 0 && !hasMore ? (
              <NothingFound query={query} onClear={() => setQuery('')} />
            ) : (
              <ul className={GRID} aria-busy={state === 'loading'}>
                {!isSearching && <NewBoardCard {...making} />}
                {state === 'loading' && <Skeleton />}
                {shown.map((board) => (
                  <BoardCard
                    key={board.id}
                    board={board}
                    now={now}
                    onRename={(name) => void commands.rename(board, name)}
                    onCopyLink={() => void commands.copyLink(board)}
                    onDelete={() => commands.askToDelete(board)}
                  />
                ))}
              </ul>
            )}
            {hasMore && !isSearching && (
              <div className="mt-8 flex justify-center">
                <Button onClick={() => loadMore('page')}>{t('loadMore')}</Button>
              </div>
            )}
          </>
        )}
      </main>
      {isDropping && (
        <div className="pointer-events-none fixed inset-3 z-40 flex items-center justify-center rounded-panel border-2 border-dashed border-accent bg-scrim">
          <p className="rounded-control bg-surface px-5 py-3 text-body font-medium shadow-panel">
            {t('dropToImport')}
          </p>
        </div>
      )}
      <HomeLayers
        commands={commands}
        isNaming={isNaming}
        name={me.name}
        onNamed={(named) => {
          setNaming(false)
          if (named) me.setMe(named)
        }}
      />
    </div>
  )
}

function Failed({ onRetry }: { onRetry: () => void }) {
  const t = useT('home')
  const common = useT('common')
  return (
    <div role="alert" className="max-w-[440px] py-10">
      <h2 className="text-[16px] font-semibold">{t('failedTitle')}</h2>
      <p className="mb-4 mt-1 text-body text-muted">{t('failedText')}</p>
      <Button kind="primary" onClick={onRetry}>
        {common('retry')}
      </Button>
    </div>
  )
}

function NothingFound({ query, onClear }: { query: string; onClear: () => void }) {
  const t = useT('home')
  return (
    <div role="status" className="flex flex-col items-start gap-4 py-10">
      <p className="text-body text-muted [overflow-wrap:anywhere]">{t('searchNothing', { query })}</p>
      <Button onClick={onClear}>{t('searchClear')}</Button>
    </div>
  )
}

/** The shape of the page while it is asked for: as many cards as fill a first row. */
function Skeleton() {
  const t = useT('home')
  return (
    <>
      <li className="sr-only">
        <span role="status">{t('loading')}</span>
      </li>
      {[1, 2, 3].map((card) => (
        <li
          key={card}
          aria-hidden
          className="animate-breathe rounded-panel border border-hairline bg-surface"
        >
          <div className="aspect-[16/10] rounded-t-panel bg-canvas" style={PAPER} />
          <div className="flex flex-col gap-2 p-3.5">
            <div className="h-3.5 w-3/5 rounded-full bg-hover" />
            <div className="h-3 w-2/5 rounded-full bg-hover" />
          </div>
        </li>
      ))}
    </>
  )
}
