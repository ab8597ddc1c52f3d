import type { Language } from '../components/ui/preferences'
import boardEn from '../messages/en/board.json'
import commonEn from '../messages/en/common.json'
import homeEn from '../messages/en/home.json'
import boardFr from '../messages/fr/board.json'
import commonFr from '../messages/fr/common.json'
import homeFr from '../messages/fr/home.json'

/** Every text, by language and place. On the server only: a page is sent its own language and namespaces. */
export const CATALOGUES = {
  en: { common: commonEn, home: homeEn, board: boardEn },
  fr: { common: commonFr, home: homeFr, board: boardFr },
} as const satisfies Record<Language, object>
