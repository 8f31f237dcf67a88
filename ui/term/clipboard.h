/*
 * clipboard.h - text for the clipboard of a terminal, as OSC 52, which goes
 * through ssh and what multiplexes terminals.
 */
#ifndef TERM_CLIPBOARD_H
#define TERM_CLIPBOARD_H

#include "base/buf.h"
#include "base/err.h"

/* Room for the longest that clipboard_add() writes. */
#define CLIPBOARD_SIZE ((size_t)1 << 18)

/* ERR_LIMIT when it is too much; then nothing is added. */
bool clipboard_add(struct buf *out, struct str text, struct err *err);

#endif
