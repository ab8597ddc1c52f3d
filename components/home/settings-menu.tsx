'use client'

import { UserRound } from 'lucide-react'
import { useRef, useState, type ReactNode } from 'react'
import { Button } from '../ui/button'
import { useLanguage, useT } from '../ui/i18n'
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '../ui/menu'
import { LANGUAGE_NAMES, LANGUAGES } from '../ui/preferences'
import { useTheme } from '../ui/theme'

/** What the visitor may set. Loaded, and open, with the first click on its button. */
export default function SettingsMenu({ label, onRename }: { label: ReactNode; onRename: () => void }) {
  const t = useT('home')
  const common = useT('common')
  const [isOpen, setOpen] = useState(true)
  const [language, chooseLanguage] = useLanguage()
  const { pinned, pin } = useTheme()
  /** The dialog takes the focus itself. */
  const keepsFocus = useRef(true)
  return (
    <Menu
      align="end"
      isOpen={isOpen}
      onOpenChange={(open) => {
        keepsFocus.current = true
        setOpen(open)
      }}
      onCloseAutoFocus={(event) => !keepsFocus.current && event.preventDefault()}
      trigger={
        <Button kind="quiet" className="-mr-3.5 min-w-0 max-w-60 shrink">
          {label}
        </Button>
      }
    >
      <MenuItem
        icon={<UserRound aria-hidden />}
        onSelect={() => {
          keepsFocus.current = false
          onRename()
        }}
      >
        {t('myNameMenu')}
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label={common('language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={chooseLanguage}
      />
      <MenuSeparator />
      <MenuChoice
        label={common('theme')}
        value={pinned ?? 'system'}
        options={[
          { value: 'system', label: common('themeSystem') },
          { value: 'paper', label: common('themePaper') },
          { value: 'slate', label: common('themeSlate') },
        ]}
        onChange={(value) => pin(value === 'system' ? null : value)}
      />
    </Menu>
  )
}
