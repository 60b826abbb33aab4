// A bar, as SVG: what is drawn by attributes needs no style that the page's policy would have to allow.
import { html, type Markup } from './markup.ts'

/** A bar over a track, filled to a share of its width. @param fill the class that gives it a colour */
export function renderBar(fill: string, part: number, whole: number): Markup {
  return html`<svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="1"/><rect class="${fill}" width="${widthOf(part, whole)}" height="1"/></svg>`
}

/** In hundredths of the whole. What is there at all is seen. */
export function widthOf(part: number, whole: number): number {
  if (part <= 0 || whole <= 0) return 0
  return Math.min(100, Math.max(0.5, Number(((part / whole) * 100).toFixed(2))))
}
