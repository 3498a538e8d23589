// @ts-check
'use strict';
const { readFileSync } = require('node:fs');

/** As the directory of the archive states it; what it really inflates to, the limits of the process bound. */
const MAX_STATED_BYTES = 16 * 1024 * 1024;
const MAX_ENTRIES = 200;
const MAX_COLUMNS = 30;
const MAX_CELL_LENGTH = 500;
/** Characters that XML cannot hold or Postgres cannot keep, and line ends. */
const UNSTORABLE = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]+/gu;
/** Digits that a cell of a spreadsheet shows of a number at most. */
const SIGNIFICANT_DIGITS = 15;

/** @typedef {{ rows: string[][] } | { fault: 'FILE_UNREADABLE' | 'FILE_TOO_COMPLEX' }} Finding */

module.exports = { readSheetRows };

/**
 * The cells of a sheet as text, row by row.
 * @param {{ path: string, format: 'XLSX' | 'CSV', maxRows: number }} request
 * @returns {Promise<Finding>}
 */
async function readSheetRows({ path, format, maxRows }) {
  const bytes = readFileSync(path);
  try {
    const rows = format === 'XLSX' ? await workbookRows(bytes) : commaSeparatedRows(bytes);
    return { rows: rows.slice(0, maxRows).map((row) => row.slice(0, MAX_COLUMNS).map(textOf)) };
  } catch (error) {
    return { fault: error instanceof RangeError ? 'FILE_TOO_COMPLEX' : 'FILE_UNREADABLE' };
  }
}

/** @param {Buffer} bytes */
async function workbookRows(bytes) {
  checkDirectory(bytes);
  const { readSheet } = require('read-excel-file/node');
  return readSheet(bytes);
}

/**
 * Throws a RangeError where the archive states more than any sheet needs.
 * @param {Buffer} bytes
 */
function checkDirectory(bytes) {
  const end = bytes.lastIndexOf('PK\u0005\u0006', undefined, 'latin1');
  if (end < 0 || end + 22 > bytes.length) throw new Error('no archive');
  const entries = bytes.readUInt16LE(end + 10);
  let at = bytes.readUInt32LE(end + 16);
  let stated = 0;
  for (let entry = 0; entry < entries; entry += 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('no directory');
    stated += bytes.readUInt32LE(at + 24);
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  if (entries > MAX_ENTRIES || stated > MAX_STATED_BYTES) throw new RangeError('too large an archive');
}

/** @param {Buffer} bytes */
function commaSeparatedRows(bytes) {
  const { parse } = require('csv-parse/sync');
  /** @type {string[][]} */
  const rows = parse(decoded(bytes), { relax_column_count: true });
  return rows;
}

/**
 * UTF-8, with or without its mark, or GB18030, in which Excel saves in China; anything else throws.
 * @param {Buffer} bytes
 */
function decoded(bytes) {
  if (bytes.includes(0)) throw new Error('no text');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes);
  }
}

/** @param {unknown} cell */
function textOf(cell) {
  if (cell instanceof Date) return Number.isNaN(cell.getTime()) ? '' : cell.toISOString().slice(0, 10);
  if (typeof cell === 'number') return String(Number(cell.toPrecision(SIGNIFICANT_DIGITS)));
  if (typeof cell === 'boolean') return String(cell);
  return typeof cell === 'string' ? cell.slice(0, MAX_CELL_LENGTH).replaceAll(UNSTORABLE, ' ').trim() : '';
}
