/*
 * base64.h - bytes as text, RFC 4648 section 4, with padding.
 */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/buf.h"

/* False when `out` is full; then it ends somewhere in the middle. */
bool base64_add(struct buf *out, struct str bytes);

#endif
