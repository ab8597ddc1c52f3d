import type { Translate } from '../ui/i18n'
import { MAX_BOARD_NAME_LENGTH } from '../../lib/board/limits'
import type { ApiFailure } from './boards-api'

/** What a failure means to the person, in their language: what was kept and what to do next. */
export function failureText(t: Translate<'home'>, { code }: ApiFailure): string {
  switch (code) {
    case 'unreachable':
      return t('changeUnreachable')
    case 'forbidden':
    case 'wrong-origin':
    case 'missing-origin':
      return t('changeForbidden')
    case 'no-such-board':
      return t('changeGone')
    case 'bad-request':
      return t('changeName', { limit: MAX_BOARD_NAME_LENGTH })
    case 'file-too-new':
      return t('importVersion')
    case 'board-full':
    case 'file-too-many':
      return t('importTooMany')
    case 'file-not-json':
    case 'file-unknown-format':
    case 'file-too-deep':
      return t('importUnreadable')
    case 'file-empty':
      return t('importEmpty')
    case 'busy':
    case 'storage-full':
    case 'storage-unavailable':
      return t('changeUnavailable')
    case 'too-many-requests':
      return t('changeTooOften')
    default:
      return t('changeInternal')
  }
}
