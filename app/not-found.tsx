import type { Metadata } from 'next'
import { CATALOGUES } from './messages'
import { MessagePage } from './message-page'
import { readPreferences } from './preferences'

export async function generateMetadata(): Promise<Metadata> {
  return { title: CATALOGUES[(await readPreferences()).language].common.notFoundTitle }
}

export default async function NotFound() {
  const { common } = CATALOGUES[(await readPreferences()).language]
  return <MessagePage title={common.notFoundTitle} text={common.notFoundText} home={common.home} />
}
