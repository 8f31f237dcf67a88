/*
 * escape.h - the escape sequences of terminals in a text: where they end, and
 * the text without them.
 *
 * CSI, OSC, DCS and the like, and those of two or three bytes (ECMA-48, 5.4 and
 * 5.6). A sequence that does not end within ESCAPE_SIZE is text.
 */
#ifndef BASE_ESCAPE_H
#define BASE_ESCAPE_H

#include "base/buf.h"

#define ESCAPE_SIZE 4096

/* How long the sequence is that `text`, which begins with ESC, begins with; 0:
 * it is none. `sgr` gets the parameters of an SGR, else its `at` is NULL. */
size_t escape_len(struct str text, struct str *sgr);

/* Append the text without its sequences; other bytes stay as they are. */
bool escape_strip(struct buf *out, struct str text);
/* The same, in `room` where there are any, else `text` itself. What does not
 * fit in `room` is left out. */
struct str escape_plain(struct buf *room, struct str text);

#endif
