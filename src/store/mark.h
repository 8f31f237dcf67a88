/*
 * mark.h - what is remembered of a line in eight bits: its level, and whether
 * it goes on with the line before it in its stream.
 *
 * Lines that go on belong to their first line: frames of a trace (Java,
 * Python, Go, Node, .NET, Rust, PHP, Ruby), what stands between them, the
 * DETAIL, HINT and STATEMENT of PostgreSQL, and whatever is indented and has no
 * level of its own. They have the level of their first line. What begins a
 * trace without one has its own: an exception is an error, a panic is fatal,
 * frames with nothing before them are the rest of an error.
 *
 * A mark knows from which kind of trace the next line could go on, so marking
 * needs the mark before and the bytes of the line, nothing else.
 */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include "store/level.h"
#include "store/logbook.h"

/* `before` is the mark of the line before in the same stream; 0: there is
 * none. A logbook_judge_fn. Never 0. */
uint8_t mark_line(const struct logbook_line *line, uint8_t before);

enum level mark_level(uint8_t mark);
/* Whether it goes on with the line before. */
bool mark_follows(uint8_t mark);

#endif
