/*
 * wrap.h - text in lines of a width, for questions, messages and lists that
 * explain why they are empty.
 *
 * Lines break at spaces; a word longer than a line is broken anywhere. Widths
 * are those of the harmless text (base/text.h).
 */
#ifndef WIDGETS_WRAP_H
#define WIDGETS_WRAP_H

#include "ui/cells/canvas.h"

/* The next line of *rest, which is advanced. False at the end. */
bool wrap_next(struct str *rest, int width, struct str *line);
/* How many lines the text takes; at least 1. */
int wrap_height(struct str text, int width);
/* Draw all lines that fit into the canvas, the last one cut if there are
 * more. Returns the x behind the last line. */
int wrap_draw(struct canvas *canvas, enum role role, struct str text);

#endif
