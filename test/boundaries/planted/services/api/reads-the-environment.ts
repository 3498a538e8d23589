export const port = (): string | undefined => process.env['API_PORT'];
