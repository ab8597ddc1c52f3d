import type { ReactNode } from 'react'
import { SlateMark } from '../components/ui/slate-mark'

/** A page that has only something to say, and a way out. */
export function MessagePage({
  title,
  text,
  home,
  action,
}: {
  title: string
  text: string
  /** Words of the link to the home page. */
  home: string
  action?: ReactNode
}) {
  return (
    <main className="mx-auto flex min-h-dvh max-w-[440px] flex-col items-start justify-center gap-3 px-6 py-16">
      <SlateMark />
      <h1 className="text-title font-semibold">{title}</h1>
      <p className="text-body text-muted">{text}</p>
      <div className="mt-3 flex flex-wrap gap-2">
        {action}
        {/* Not a Link: whoever is lost or sees an error is best served by a page loaded anew. */}
        <a
          href="/"
          className="inline-flex h-9 items-center rounded-control border border-hairline bg-surface px-3.5 text-control font-medium hover:bg-hover pointer-coarse:h-11"
        >
          {home}
        </a>
      </div>
    </main>
  )
}
