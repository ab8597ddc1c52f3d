'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import { ok, type Result } from '../../lib/board/ids'
import type { BoardSummary } from '../../lib/protocol/api'
import { listBoards, type ApiFailure } from './boards-api'

/** How many people are on a board changes by itself. */
const REFRESH_MS = 30_000

interface Shelf {
  readonly boards: readonly BoardSummary[]
  /** There are older boards on the server. */
  readonly hasMore: boolean
}
export interface BoardShelf extends Shelf {
  readonly state: 'loading' | 'ready' | 'failed'
  /** Show one page more, or all there are. */
  readonly loadMore: (howMany: 'page' | 'all') => void
  readonly reload: () => void
  /** A board as it is now known to be, before the server is asked again. */
  readonly replace: (board: BoardSummary) => void
  readonly remove: (id: string) => void
}

/** The first pages of the visitor's boards, read together so that nothing is missed or shown twice. */
async function readShelf(pages: number): Promise<Result<Shelf, ApiFailure>> {
  const boards: BoardSummary[] = []
  let cursor: string | null = null
  for (let page = 0; page < pages; page++) {
    const answer = await listBoards(cursor)
    if (!answer.ok) return answer
    boards.push(...answer.value.boards)
    cursor = answer.value.next
    if (cursor === null) break
  }
  return ok({ boards, hasMore: cursor !== null })
}

/** The visitor's boards, last changed first; read again while the page is looked at. */
export function useBoards(): BoardShelf {
  const [shelf, setShelf] = useState<Shelf>({ boards: [], hasMore: false })
  const [state, setState] = useState<BoardShelf['state']>('loading')
  const pages = useRef(1)
  /** An answer is listened to only when nothing was asked or changed since. */
  const [question] = useState(() => ({ last: 0 }))

  const read = useCallback(
    async (isRefresh: boolean) => {
      const mine = ++question.last
      const answer = await readShelf(pages.current)
      if (mine !== question.last) return
      if (answer.ok) setShelf(answer.value)
      if (answer.ok || !isRefresh) setState(answer.ok ? 'ready' : 'failed')
    },
    [question],
  )
  const change = useCallback(
    (edit: (boards: readonly BoardSummary[]) => readonly BoardSummary[]) => {
      question.last++
      setShelf(({ boards, hasMore }) => ({ boards: edit(boards), hasMore }))
    },
    [question],
  )

  useEffect(() => {
    void read(false)
    const refresh = () => {
      if (document.visibilityState === 'visible') void read(true)
    }
    const timer = setInterval(refresh, REFRESH_MS)
    document.addEventListener('visibilitychange', refresh)
    return () => {
      question.last++
      clearInterval(timer)
      document.removeEventListener('visibilitychange', refresh)
    }
  }, [read, question])

  return {
    ...shelf,
    state,
    loadMore: useCallback(
      (howMany) => {
        pages.current = howMany === 'all' ? Infinity : pages.current + 1
        void read(true)
      },
      [read],
    ),
    reload: useCallback(() => {
      setState('loading')
      void read(false)
    }, [read]),
    replace: useCallback(
      (board) => change((all) => all.map((known) => (known.id === board.id ? board : known))),
      [change],
    ),
    remove: useCallback((id) => change((all) => all.filter((known) => known.id !== id)), [change]),
  }
}
