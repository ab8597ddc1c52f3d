import type { BoardId } from '../../lib/board/ids'
import { earlyScript } from '../../lib/sync/early-script'
import { PageScript } from './page-script'

interface AskEarlyProps {
  readonly boardId: BoardId
  readonly isLarge: boolean
  readonly nonce: string | undefined
}

/** The page's own first script, which asks for the board's document. */
export const AskEarly = ({ boardId, isLarge, nonce }: AskEarlyProps) => (
  <PageScript nonce={nonce} text={earlyScript(boardId, isLarge)} />
)
