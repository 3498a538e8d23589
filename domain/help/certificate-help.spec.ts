import { certificateFee, certificateHelp } from './certificate-help.js';

describe('certificate help', () => {
  it('AC-07 lists five items for a sealed enterprise, with the transfer of the password', () => {
    const { items, notes } = certificateHelp('ENTERPRISE_OR_SEALED');
    expect(items).toHaveLength(5);
    expect(items.slice(0, 4).every((item) => item.includes('单位公章'))).toBe(true);
    expect(notes.join()).toContain('对公打款');
  });

  it('AC-07 charges nothing for the first certificate and 180 for each further one', () => {
    expect([1, 2, 3].map(certificateFee)).toEqual([0, 180, 180]);
  });

  it('AC-08 lists four items without a seal: signatures instead', () => {
    const { items, notes } = certificateHelp('INDIVIDUAL_WITHOUT_SEAL');
    expect(items).toHaveLength(4);
    expect(items.slice(0, 3).every((item) => item.includes('签字') && !item.includes('公章'))).toBe(true);
    expect(notes).toEqual([]);
  });
});
