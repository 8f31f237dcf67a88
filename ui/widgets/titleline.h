/*
 * titleline.h - the line above a view: its name at the left, a note at the
 * right, a rule between them.
 */
#ifndef WIDGETS_TITLELINE_H
#define WIDGETS_TITLELINE_H

#include "ui/widgets/view.h"

/* `number` of a pane, 0 for none; the note is cut first. */
void titleline_render(struct canvas *line, const struct view *view, int number,
                      bool has_focus);
/* Whether the view has a note, such as a filter, that must not be hidden. */
bool titleline_has_note(const struct view *view);
/* Append "Containers 15 /web", for where many names share a line. */
void titleline_say(struct buf *out, const struct view *view);
void titleline_rule(struct canvas *line);

#endif
