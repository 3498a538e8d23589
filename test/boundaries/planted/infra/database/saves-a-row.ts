export const store = async (manager: { save(row: object): Promise<void> }, row: object): Promise<void> => manager.save(row);
