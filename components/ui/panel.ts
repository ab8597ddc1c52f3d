/** What every floating piece shares: one surface, one hairline, one radius, one shadow. */
export const PANEL = 'rounded-panel border border-hairline bg-surface text-text shadow-panel'
