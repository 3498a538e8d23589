import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { temporal } from '@temporalio/proto';
import type { SavedCourse } from './workflow-courses.js';

const FOLDER = path.resolve(__dirname, '../replay/histories');
const ENDING = '.json';

export function savedNames(): string[] {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => path.basename(file, ENDING));
}

/** As protobuf's own JSON; the converter of the SDK needs one protobufjs where several are installed. */
export function saveHistory(name: string, course: SavedCourse): void {
  writeFileSync(path.join(FOLDER, `${name}${ENDING}`), `${JSON.stringify(course, null, 1)}\n`);
}

export function savedHistory(name: string): SavedCourse {
  const saved = JSON.parse(readFileSync(path.join(FOLDER, `${name}${ENDING}`), 'utf8')) as {
    workflowId: string;
    history: Record<string, unknown>;
  };
  const history = temporal.api.history.v1.History.fromObject(saved.history);
  return { workflowId: saved.workflowId, history };
}
