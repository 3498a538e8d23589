/** The small part of pdfkit's own font library that `pdf-ink.ts` reads outlines with. */
declare module 'fontkit' {
  export interface PathCommand {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    readonly args: readonly number[];
  }
  export function create(font: Buffer): {
    getGlyph(id: number): { readonly path: { readonly commands: readonly PathCommand[] } };
  };
}
