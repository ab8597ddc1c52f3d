import type { BoardId } from '../../lib/board/ids'
import { earlyScript } from '../../lib/sync/early-script'
import { PageScript } from './page-script'

/** The page's own first script, which asks for the board's document. */
export const AskEarly = ({ boardId, nonce }: { boardId: BoardId; nonce: string | undefined }) => (
  <PageScript nonce={nonce} text={earlyScript(boardId)} />
)
