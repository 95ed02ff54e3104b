import { type NextRequest, NextResponse } from 'next/server';
import { refusalOf } from './lib/request-guard';

/** Every request passes here before a route sees it. */
export const proxy = (request: NextRequest): Response => {
  const refusal = refusalOf(request.method, request.headers);
  return refusal === undefined ? NextResponse.next() : new Response(`${refusal}\n`, { status: 403 });
};
