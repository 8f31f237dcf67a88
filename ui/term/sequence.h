/*
 * sequence.h - what one whole sequence of a terminal means.
 *
 * The grammar is that of ECMA-48; the meanings are those of xterm, and where
 * they do not collide those of rxvt and the Linux console too. Modifiers come
 * as xterm's second number (1 and the sum of 1 Shift, 2 Alt, 4 Control, 8
 * Meta), in modifyOtherKeys' two forms, or as rxvt's last character.
 */
#ifndef TERM_SEQUENCE_H
#define TERM_SEQUENCE_H

#include "base/str.h"
#include "ui/keys/key.h"

#define ESC '\x1b'

/* `sequence` begins with Esc and [ or O. False when it is no key that we
 * know. The marks of bracketed paste are keys here. */
bool sequence_key(struct str sequence, struct key *key);

#endif
