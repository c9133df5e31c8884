/** Files of a ticket. */
import { get, send } from './http';

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly bytes: number;
  readonly addedAt: string;
}

export interface Attachments {
  readonly attachments: readonly Attachment[];
  readonly mayAdd: boolean;
  readonly mostBytes: number;
}

const UPLOAD_LIMIT_MILLIS = 180_000;

export function listAttachments(number: string): Promise<Attachments> {
  return get<Attachments>(path(number));
}

export async function addAttachment(number: string, file: File): Promise<void> {
  await send('POST', `${path(number)}?name=${encodeURIComponent(file.name)}`, file, { timeLimitMillis: UPLOAD_LIMIT_MILLIS });
}

/** Where the file can be had; the browser saves it. */
export function attachmentAddress(number: string, one: Attachment): string {
  return `${path(number)}/${one.id}`;
}

function path(number: string): string {
  return `/api/tickets/${encodeURIComponent(number)}/attachments`;
}
