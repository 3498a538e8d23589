it.skip('does nothing', () => undefined);
