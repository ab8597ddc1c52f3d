import type { BoardId } from '../../lib/board/ids'
import type { PagePreview } from '../../lib/protocol/page'
import { PageScript } from './page-script'
import { previewScript } from './preview-script'

interface ShowPreviewProps {
  readonly boardId: BoardId
  readonly preview: PagePreview
  readonly nonce: string | undefined
}

/** Shows the board's picture in the drawing before it, until the board is there. */
export const ShowPreview = ({ boardId, preview, nonce }: ShowPreviewProps) => (
  <PageScript nonce={nonce} text={previewScript(boardId, preview)} />
)
