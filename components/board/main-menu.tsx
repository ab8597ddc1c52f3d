'use client'

import { useState, type ReactNode } from 'react'
import { useLanguage, useT } from '../ui/i18n'
import { Menu, MenuChoice, MenuSeparator, Submenu } from '../ui/menu'
import { LANGUAGE_NAMES, LANGUAGES } from '../ui/preferences'
import { useTheme } from '../ui/theme'
import { ANY_TOUCH, COMPACT, useMedia } from '../hooks/use-media'
import { ActionIcon } from './action-icon'
import { ActionItem } from './action-item'

/** The menu of the board. It is loaded by the first press of its button, and so begins open. */
export default function MainMenu({ trigger }: { trigger: ReactNode }) {
  const isCompact = useMedia(COMPACT)
  const isTouch = useMedia(ANY_TOUCH)
  const [isOpen, setOpen] = useState(true)
  return (
    <Menu trigger={trigger} isOpen={isOpen} onOpenChange={setOpen}>
      <ActionItem id="home" />
      <MenuSeparator />
      <ActionItem id="rename" />
      <ActionItem id="copyLink" />
      <ActionItem id="import" />
      <ActionItem id="export" />
      <ActionItem id="exportPicture" />
      <MenuSeparator />
      {isCompact && (
        <>
          <ActionItem id="zoom.fit" />
          <ActionItem id="zoom.reset" />
          <MenuSeparator />
        </>
      )}
      <ActionItem id="find" />
      <MenuSeparator />
      <ActionItem id="snap.objects" />
      <ActionItem id="snap.grid" />
      {isTouch && <ActionItem id="fingers.draw" />}
      <MenuSeparator />
      <ThemeMenu />
      <LanguageMenu />
      <MenuSeparator />
      <ActionItem id="palette" />
      <ActionItem id="help" />
    </Menu>
  )
}

function ThemeMenu() {
  const t = useT('board')
  const { pinned, pin } = useTheme()
  return (
    <Submenu icon={<ActionIcon name={`theme.${pinned ?? 'system'}`} />} label={t('menu.theme')}>
      <MenuChoice
        label={t('menu.theme')}
        value={pinned ?? 'system'}
        options={[
          { value: 'system', label: t('menu.themeSystem') },
          { value: 'paper', label: t('menu.themePaper') },
          { value: 'slate', label: t('menu.themeSlate') },
        ]}
        onChange={(theme) => pin(theme === 'system' ? null : theme)}
      />
    </Submenu>
  )
}

function LanguageMenu() {
  const t = useT('board')
  const [language, setLanguage] = useLanguage()
  return (
    <Submenu icon={<ActionIcon name="language" />} label={t('menu.language')}>
      <MenuChoice
        label={t('menu.language')}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value], lang: value }))}
        onChange={setLanguage}
      />
    </Submenu>
  )
}
