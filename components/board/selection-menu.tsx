'use client'

import { useT } from '../ui/i18n'
import { MenuSeparator, Submenu } from '../ui/menu'
import { ActionIcon } from './action-icon'
import { useAction } from './board-context'
import { ActionItem } from './action-item'

/** What may be done with the selection: behind the ⋯ of the context bar and under the right button. */
export function SelectionMenu() {
  const t = useT('board')
  const editText = useAction('editText')
  const ungroup = useAction('ungroup')
  return (
    <>
      <ActionItem id="cut" />
      <ActionItem id="copy" />
      <ActionItem id="paste" />
      <ActionItem id="duplicate" />
      <MenuSeparator />
      {editText.isEnabled && <ActionItem id="editText" />}
      <ActionItem id={ungroup.isEnabled ? 'ungroup' : 'group'} />
      <Submenu icon={<ActionIcon name="order.front" />} label={t('menu.order')}>
        <ActionItem id="order.front" />
        <ActionItem id="order.forward" />
        <ActionItem id="order.backward" />
        <ActionItem id="order.back" />
      </Submenu>
      <Submenu icon={<ActionIcon name="align.left" />} label={t('menu.align')}>
        <ActionItem id="align.left" />
        <ActionItem id="align.centre" />
        <ActionItem id="align.right" />
        <MenuSeparator />
        <ActionItem id="align.top" />
        <ActionItem id="align.middle" />
        <ActionItem id="align.bottom" />
        <MenuSeparator />
        <ActionItem id="distribute.horizontally" />
        <ActionItem id="distribute.vertically" />
        <MenuSeparator />
        <ActionItem id="flip.horizontally" />
        <ActionItem id="flip.vertically" />
      </Submenu>
      <ActionItem id="zoom.selection" />
      <ActionItem id="exportPicture" />
      <MenuSeparator />
      <ActionItem id="delete" isDanger />
    </>
  )
}
