import type { BoardId } from '../../lib/board/ids'
import { earlyScript } from '../../lib/sync/early-script'

/** The page's own first script, which asks for the board's document; `nonce` as the content policy has it. */
export function AskEarly({ boardId, nonce }: { boardId: BoardId; nonce: string | undefined }) {
  return (
    <script
      nonce={nonce}
      dangerouslySetInnerHTML={{ __html: earlyScript(boardId) }}
      suppressHydrationWarning // browsers hide the nonce
    />
  )
}
