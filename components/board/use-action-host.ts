'use client'

import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import type { StoreApi } from 'zustand'
import { actionOf, keyLabel, type ActionHost } from '../../lib/actions'
import { isMac } from '../hooks/platform'
import { useLanguage, useT } from '../ui/i18n'
import { useTheme } from '../ui/theme'
import { toast } from '../ui/toast'
import type { LinkRole } from '../../lib/protocol/page'
import type { PanelState } from './board-context'
import type { BoardSession } from './board-session'
import { copyText, readClipboardText } from './clipboard'
import { exportFile, IMPORTABLE } from './import-files'
import { boardLink } from './share'

const keysOf = (id: string) => keyLabel(actionOf(id).keys![0]!, isMac, (key) => key)

/** What actions ask of the page: clipboard, files, panels, theme and language. */
export function useActionHost(
  boardId: string,
  linkRole: LinkRole,
  session: BoardSession,
  panels: StoreApi<PanelState>,
  files: { paste(text: string): void; import(files: readonly File[]): void; name(): string },
): ActionHost {
  const t = useT('board')
  const router = useRouter()
  const { pin } = useTheme()
  const [, setLanguage] = useLanguage()

  return useMemo(() => {
    async function copySelection(): Promise<boolean> {
      const text = session.engine.copySelection()
      if (text === null) return false
      if (await copyText(text)) return true
      toast.warning({
        title: t('clipboard.refused'),
        description: t('clipboard.copyWithKeys', { keys: keysOf('copy') }),
      })
      return false
    }
    return {
      copy: () => void copySelection(),
      cut: () => void copySelection().then((isCopied) => isCopied && session.engine.deleteSelection()),
      paste: () =>
        void readClipboardText().then((text) => {
          if (text !== null) return files.paste(text)
          toast.info({
            title: t('clipboard.refused'),
            description: t('clipboard.pasteWithKeys', { keys: keysOf('paste') }),
          })
        }),
      copyLink() {
        const link = boardLink(boardId)
        void copyText(link).then((isCopied) =>
          isCopied
            ? toast.success({ title: t('share.copied'), description: t(`share.${linkRole}`), id: 'link' })
            : toast.error({
                title: t('share.notCopied'),
                description: t('share.notCopiedText', { link }),
                id: 'link',
              }),
        )
      },
      importFile() {
        const picker = Object.assign(document.createElement('input'), {
          type: 'file',
          accept: IMPORTABLE,
          multiple: true,
        })
        picker.onchange = () => files.import([...(picker.files ?? [])])
        picker.click()
      },
      exportFile: () => void exportFile(session.document, files.name()),
      renameBoard: () => panels.setState({ isRenaming: true }),
      open: (panel) => panels.setState({ open: panel }),
      setTheme: (theme) => pin(theme === 'system' ? null : theme),
      setLanguage,
      goHome: () => router.push('/'),
    }
  }, [boardId, linkRole, session, panels, files, t, router, pin, setLanguage])
}
