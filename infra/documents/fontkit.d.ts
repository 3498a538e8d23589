/** The small part of pdfkit's own font library that is used here. */
declare module 'fontkit' {
  export interface PathCommand {
    readonly command: 'moveTo' | 'lineTo' | 'quadraticCurveTo' | 'bezierCurveTo' | 'closePath';
    readonly args: readonly number[];
  }
  /** Parsed as far as it has been asked for. */
  export interface OpenedFont {
    getGlyph(id: number): { readonly path: { readonly commands: readonly PathCommand[] } };
  }
  export function create(font: Buffer): OpenedFont;
  export function openSync(file: string): OpenedFont;
}

declare namespace PDFKit.Mixins {
  interface PDFFont {
    /** As pdfkit's font factory takes it; its own types leave it out. */
    registerFont(name: string, font: import('fontkit').OpenedFont): this;
  }
}
