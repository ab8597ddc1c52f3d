import type { BoardId } from '../../lib/board/ids'
import { earlyScript } from '../../lib/sync/early-script'

/**
 * The page's own first script, which asks for the board's document; `nonce` as the content policy has it. As text, so
 * that it runs when the browser reads the server's page and is nothing to React, which warns of scripts it renders.
 */
export function AskEarly({ boardId, nonce = '' }: { boardId: BoardId; nonce: string | undefined }) {
  const __html = `<script nonce="${nonce}">${earlyScript(boardId)}</script>`
  return <div hidden dangerouslySetInnerHTML={{ __html }} suppressHydrationWarning />
}
