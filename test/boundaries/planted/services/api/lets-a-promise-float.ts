const send = async (): Promise<void> => undefined;
export const act = (): void => {
  send();
};
