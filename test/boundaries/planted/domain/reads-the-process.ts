export const zone = (): unknown => process.env['TZ'];
