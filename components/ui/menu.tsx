'use client'

import { Check, ChevronRight } from 'lucide-react'
import { DropdownMenu as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { classes } from './classes'
import { PANEL } from './panel'

const ITEM =
  'flex h-8 select-none items-center gap-2.5 rounded-control px-2.5 text-control outline-none pointer-coarse:h-11 ' +
  'data-[highlighted]:bg-hover data-[disabled]:opacity-50 [&>svg]:size-4 [&>svg]:shrink-0'
const CONTENT = classes(PANEL, 'z-50 min-w-48 max-w-[calc(100vw-16px)] animate-appear p-1.5 outline-none')

/** Menus open inside the page's main landmark, so that assistive technology finds them in a region. */
const mainLandmark = () => (typeof document === 'undefined' ? null : document.querySelector('main'))

export interface MenuProps {
  /** The button that opens it. */
  trigger: ReactNode
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  side?: 'top' | 'bottom' | 'left' | 'right'
  isOpen?: boolean
  onOpenChange?: (isOpen: boolean) => void
  /** Where the focus goes when the menu closes; by default back to the trigger. */
  onCloseAutoFocus?: (event: Event) => void
}

/** A menu of commands under a button. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  isOpen,
  onOpenChange,
  onCloseAutoFocus,
}: MenuProps) {
  return (
    <Primitive.Root
      modal={false}
      {...(isOpen !== undefined && { open: isOpen })}
      {...(onOpenChange && { onOpenChange })}
    >
      <Primitive.Trigger asChild>{trigger}</Primitive.Trigger>
      <Primitive.Portal container={mainLandmark()}>
        <Primitive.Content
          align={align}
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className={classes(
            CONTENT,
            'max-h-(--radix-dropdown-menu-content-available-height) overflow-y-auto',
          )}
          {...(onCloseAutoFocus && { onCloseAutoFocus })}
        >
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}

export interface MenuItemProps {
  icon?: ReactNode
  /** Keys as people read them: `Ctrl D`. */
  keys?: string
  isDanger?: boolean
  isDisabled?: boolean
  onSelect: () => void
  children: ReactNode
}

/** One command of a menu. */
export function MenuItem({ icon, keys, isDanger, isDisabled, onSelect, children }: MenuItemProps) {
  return (
    <Primitive.Item
      disabled={isDisabled ?? false}
      onSelect={onSelect}
      className={classes(ITEM, isDanger && 'text-danger data-[highlighted]:bg-danger-soft')}
    >
      {icon}
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <MenuKeys>{keys}</MenuKeys>}
    </Primitive.Item>
  )
}

/** Something that is on or off: a tick says which. */
export function MenuToggle({
  keys,
  isOn,
  isDisabled,
  onSelect,
  children,
}: Pick<MenuItemProps, 'keys' | 'isDisabled' | 'onSelect' | 'children'> & { isOn: boolean }) {
  return (
    <Primitive.CheckboxItem
      checked={isOn}
      disabled={isDisabled ?? false}
      onCheckedChange={onSelect}
      className={ITEM}
    >
      <Tick />
      <span className="min-w-0 flex-1 truncate">{children}</span>
      {keys && <MenuKeys>{keys}</MenuKeys>}
    </Primitive.CheckboxItem>
  )
}

/** A choice of one among a few, under a heading. */
export function MenuChoice<V extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: V
  options: readonly { readonly value: V; readonly label: string; readonly lang?: string }[]
  onChange: (value: V) => void
}) {
  return (
    <Primitive.RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const chosen = options.find((option) => option.value === next)
        if (chosen) onChange(chosen.value)
      }}
    >
      <MenuHeading>{label}</MenuHeading>
      {options.map((option) => (
        <Primitive.RadioItem key={option.value} value={option.value} lang={option.lang} className={ITEM}>
          <Tick />
          <span className="min-w-0 flex-1 truncate">{option.label}</span>
        </Primitive.RadioItem>
      ))}
    </Primitive.RadioGroup>
  )
}

/** A menu that opens beside one of its entries. */
export function Submenu({ icon, label, children }: { icon?: ReactNode; label: string; children: ReactNode }) {
  return (
    <Primitive.Sub>
      <Primitive.SubTrigger className={classes(ITEM, 'data-[state=open]:bg-hover')}>
        {icon}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        <ChevronRight aria-hidden className="text-muted" />
      </Primitive.SubTrigger>
      <Primitive.Portal container={mainLandmark()}>
        <Primitive.SubContent sideOffset={6} collisionPadding={8} className={CONTENT}>
          {children}
        </Primitive.SubContent>
      </Primitive.Portal>
    </Primitive.Sub>
  )
}

export function MenuHeading({ children }: { children: ReactNode }) {
  return (
    <Primitive.Label className="px-2.5 pb-1 pt-1.5 text-caption font-medium text-muted">
      {children}
    </Primitive.Label>
  )
}

export function MenuSeparator() {
  return <Primitive.Separator className="-mx-1.5 my-1.5 h-px bg-hairline" />
}

function MenuKeys({ children }: { children: string }) {
  return <kbd className="font-ui text-caption tabular-nums text-muted">{children}</kbd>
}

/** Keeps its place when there is no tick, so that the labels line up. */
function Tick() {
  return (
    <span className="flex size-4 shrink-0 items-center justify-center">
      <Primitive.ItemIndicator>
        <Check aria-hidden className="size-4 text-accent" />
      </Primitive.ItemIndicator>
    </span>
  )
}
