interface PageScriptProps {
  /** As the content policy has it. */
  readonly nonce: string | undefined
  readonly text: string
}

/**
 * A script in the page itself, run when the browser reads the server's page. As text, so that it is nothing to React,
 * which warns of scripts it renders.
 */
export function PageScript({ nonce = '', text }: PageScriptProps) {
  const __html = `<script nonce="${nonce}">${text}</script>`
  return <div hidden dangerouslySetInnerHTML={{ __html }} suppressHydrationWarning />
}
