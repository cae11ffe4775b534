import { type Readable } from 'node:stream';
import { TextDecoder } from 'node:util';

import { Parser } from 'saxen';

import { tooLarge } from './xlsx-archive.js';

/** A text or a tag of more characters than this is no spreadsheet's; a cell holds 32,767. */
const LONGEST_TOKEN = 4_000_000;

/** Names come without their prefix, for programs choose prefixes as they like. */
export interface XmlHandlers {
  open?: (name: string, attributes: (name: string) => string | undefined) => void;
  close?: (name: string) => void;
  text?: (text: string) => void;
}

/** Reads XML as it arrives, and gives the caller a turn after each piece. @throws what is not well-formed. */
export async function* readXml(stream: Readable, { open, close, text }: XmlHandlers): AsyncGenerator<void> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let unread = 0;
  const parser = new Parser()
    .on('error', (error) => {
      throw error;
    })
    .on('openTag', (name, attributes, decode) => {
      unread = 0;
      open?.(localName(name), (wanted) => {
        const raw = findAttribute(attributes(), wanted);
        return raw?.includes('&') ? decode(raw) : raw;
      });
    })
    .on('closeTag', (name) => {
      unread = 0;
      close?.(localName(name));
    })
    .on('text', (raw, decode) => text?.(raw.includes('&') ? decode(raw) : raw))
    .on('cdata', (raw) => text?.(raw));
  for await (const chunk of stream) {
    const piece = decoder.decode(chunk as Buffer, { stream: true });
    unread += piece.length;
    parser.write(piece);
    if (unread > LONGEST_TOKEN) throw tooLarge();
    yield;
  }
  parser.write(decoder.decode());
  const error = parser.end();
  if (error) throw error;
  yield;
}

/** Reads XML to its end. */
export async function readWholeXml(stream: Readable, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(stream, handlers));
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function findAttribute(attributes: Record<string, string>, wanted: string): string | undefined {
  const exact = attributes[wanted];
  if (exact !== undefined) return exact;
  const name = Object.keys(attributes).find((key) => localName(key) === wanted);
  return name === undefined ? undefined : attributes[name];
}
