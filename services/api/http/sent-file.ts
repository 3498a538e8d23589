import { StreamableFile } from '@nestjs/common';

/** Bytes under their Chinese name; `inline` opens in a new window, `attachment` is saved. */
export function sentFile(
  bytes: Buffer,
  file: { readonly fileName: string; readonly mediaType: string },
  disposition: 'inline' | 'attachment' = 'inline',
): StreamableFile {
  const name = encodeURIComponent(file.fileName).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  return new StreamableFile(bytes, {
    type: file.mediaType,
    disposition: `${disposition}; filename*=UTF-8''${name}`,
    length: bytes.length,
  });
}
