'use client'

import dynamic from 'next/dynamic'
import type { BoardProps } from '../../../components/board/board'
import { useT } from '../../../components/ui/i18n'

/** The document engine runs in the browser only: rendered on the server it would be loaded twice. */
const Board = dynamic(() => import('../../../components/board/board').then(({ Board }) => Board), {
  ssr: false,
  loading: Opening,
})

/** Paper and the board's name at once; the drawing follows. */
export function BoardLoader(props: BoardProps) {
  return <Board {...props} />
}

function Opening() {
  const t = useT('board')
  return (
    <main className="fixed inset-0 flex items-center justify-center" aria-busy>
      <p className="animate-breathe text-body text-muted">{t('board.loading')}</p>
    </main>
  )
}
