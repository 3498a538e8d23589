// @ts-check
'use strict';

/** @typedef {'FILE_UNREADABLE' | 'FILE_ACTIVE_CONTENT' | 'FILE_TOO_COMPLEX' | 'FILE_TYPE_INVALID'} FaultCode */

/** Why a PDF is refused. */
class PdfFault extends Error {
  /** @param {FaultCode} code */
  constructor(code) {
    super(code);
    this.code = code;
  }
}

module.exports = { PdfFault };
