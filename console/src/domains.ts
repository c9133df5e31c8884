/** What matters are sorted by (事项归口): a hotline's tree, and what a text is likely to be. */
import { get, send } from './http';

export interface Domain {
  readonly code: string;
  readonly name: string;
  /** The code of the domain that it is a part of. */
  readonly parent: string | null;
}

/** A domain as one of several to choose from: the tree is told by indents. */
export interface DomainOption {
  readonly code: string;
  readonly text: string;
}

export interface SuggestedDomain {
  readonly domain: string | null;
  readonly name?: string;
  /** The words of the text that say so. */
  readonly words?: readonly string[];
}

export function listDomains(hotline: string | null): Promise<readonly Domain[]> {
  return get<Domain[]>(hotline === null ? '/api/domains' : `/api/domains?hotline=${encodeURIComponent(hotline)}`);
}

export async function suggestDomain(hotline: string | null, title: string, content: string): Promise<SuggestedDomain> {
  const path = hotline === null ? '/api/domains/suggestion' : `/api/domains/suggestion?hotline=${encodeURIComponent(hotline)}`;
  return (await send<SuggestedDomain>('POST', path, { title, content })).body;
}

const INDENT = '\u3000';

/** Each after the one that it is a part of; one whose parent is not there stands at the top. */
export function inTree(domains: readonly Domain[]): readonly DomainOption[] {
  const known = new Set(domains.map((one) => one.code));
  const parts = new Map<string | null, Domain[]>();
  for (const one of domains) {
    const parent = one.parent !== null && known.has(one.parent) ? one.parent : null;
    parts.set(parent, [...(parts.get(parent) ?? []), one]);
  }
  const below = (parent: string | null, depth: number): DomainOption[] =>
    (parts.get(parent) ?? []).flatMap((one) => [{ code: one.code, text: INDENT.repeat(depth) + one.name }, ...below(one.code, depth + 1)]);
  return below(null, 0);
}
