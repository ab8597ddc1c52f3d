import '@fontsource-variable/jetbrains-mono/index.css'
import '@fontsource-variable/shantell-sans/index.css'
import '@fontsource-variable/source-serif-4/index.css'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { notFound } from 'next/navigation'
import { AskEarly } from '../../../components/board/ask-early'
import { Drawing } from '../../../components/board/drawing'
import { ShowPreview } from '../../../components/board/show-preview'
import { I18nProvider } from '../../../components/ui/i18n'
import { BOARD_HEADER, readBoardHeader, type PageBoard } from '../../../lib/protocol/page'
import { CATALOGUES } from '../../messages'
import { MessagePage } from '../../message-page'
import { readPreferences } from '../../preferences'
import { BoardLoader } from './board-loader'

/** The board as the server knows it; an id that it does not know is a page that does not exist. */
async function boardOfRequest(): Promise<PageBoard> {
  return readBoardHeader((await headers()).get(BOARD_HEADER)) ?? notFound()
}

/** What scripts of this response have to carry. */
async function nonceOfRequest(): Promise<string | undefined> {
  return /'nonce-([^']+)'/.exec((await headers()).get('content-security-policy') ?? '')?.[1]
}

export async function generateMetadata(): Promise<Metadata> {
  const { role, name } = await boardOfRequest()
  return role === null ? {} : { title: name }
}

export default async function BoardPage() {
  const [board, { language }, nonce] = await Promise.all([
    boardOfRequest(),
    readPreferences(),
    nonceOfRequest(),
  ])
  if (board.role === null) {
    const { common } = CATALOGUES[language]
    return <MessagePage title={common.forbiddenTitle} text={common.forbiddenText} home={common.home} />
  }
  const words = CATALOGUES[language].board
  return (
    <main className="fixed inset-0 overflow-hidden">
      <AskEarly boardId={board.id} isLarge={board.isLarge} nonce={nonce} />
      <Drawing boardId={board.id} role={board.role} name={words['canvas.name']} help={words['canvas.help']} />
      {board.preview && <ShowPreview boardId={board.id} preview={board.preview} nonce={nonce} />}
      <p
        role="status"
        className="pointer-events-none absolute inset-0 flex animate-breathe items-center justify-center text-body text-muted peer-data-opened:hidden peer-data-previewed:sr-only"
      >
        {words['board.loading']}
      </p>
      <I18nProvider language={language} messages={{ board: words }}>
        <BoardLoader boardId={board.id} name={board.name} role={board.role} linkRole={board.linkRole} />
      </I18nProvider>
    </main>
  )
}
