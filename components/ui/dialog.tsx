'use client'

import { X } from 'lucide-react'
import { Dialog as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'
import { IconButton } from './button'
import { classes } from './classes'
import { useT } from './i18n'

export interface DialogProps {
  isOpen: boolean
  onClose: () => void
  title: string
  /** One sentence under the title, read out when the dialog opens. */
  description?: ReactNode
  children?: ReactNode
  /** Buttons, the main one last. */
  footer?: ReactNode
  width?: 'narrow' | 'wide'
  /** For questions: Escape and the buttons answer, a click beside the dialog does not. */
  isModalQuestion?: boolean
}

/** A dialog in the middle of the screen, a sheet at the bottom of a phone. Focus goes in and comes back. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  footer,
  width = 'narrow',
  isModalQuestion = false,
}: DialogProps) {
  const t = useT('common')
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Primitive.Content
          role={isModalQuestion ? 'alertdialog' : 'dialog'}
          onPointerDownOutside={(event) => isModalQuestion && event.preventDefault()}
          {...(description === undefined && { 'aria-describedby': undefined })}
          className={classes(
            'fixed z-50 flex max-h-[85dvh] animate-appear flex-col border border-hairline bg-surface shadow-panel outline-none',
            'inset-x-0 bottom-0 rounded-t-panel sm:inset-x-auto sm:bottom-auto sm:left-1/2 sm:top-1/2 sm:rounded-panel',
            'sm:-translate-x-1/2 sm:-translate-y-1/2',
            width === 'narrow' ? 'sm:w-[420px]' : 'sm:w-[min(760px,92vw)]',
          )}
        >
          <header className="flex items-start gap-2 px-5 pt-4">
            <div className="min-w-0 flex-1">
              <Primitive.Title className="text-[16px] font-semibold leading-6 [overflow-wrap:anywhere]">
                {title}
              </Primitive.Title>
              {description !== undefined && (
                <Primitive.Description className="mt-1 text-body text-muted [overflow-wrap:anywhere]">
                  {description}
                </Primitive.Description>
              )}
            </div>
            <Primitive.Close asChild>
              <IconButton label={t('close')} className="-mr-2 -mt-1">
                <X aria-hidden />
              </IconButton>
            </Primitive.Close>
          </header>
          {children !== undefined && <div className="min-h-0 overflow-y-auto px-5 pt-4">{children}</div>}
          {footer !== undefined ? (
            <footer className="flex flex-wrap justify-end gap-2 px-5 pb-5 pt-5">{footer}</footer>
          ) : (
            <div className="pb-5" />
          )}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  )
}
