/*
 * titleline.h - the line above a view: its name at the left, a note at the
 * right, a rule between them.
 */
#ifndef WIDGETS_TITLELINE_H
#define WIDGETS_TITLELINE_H

#include "ui/widgets/view.h"

enum titleline_rule {
    TITLELINE_ALONE, /* nothing else could have the focus */
    TITLELINE_FOCUS, /* the keys go here: heavy, so that it is seen without
                        colours, too */
    TITLELINE_IDLE,
};

/* `number` of a pane, 0 for none; what is too long is cut. */
void titleline_render(struct canvas *line, const struct view *view, int number,
                      enum titleline_rule rule);
/* Whether the view has a note, such as a filter, that must not be hidden. */
bool titleline_has_note(const struct view *view);
/* Append "Containers 15 /web", for where many names share a line. */
void titleline_say(struct buf *out, const struct view *view);
void titleline_rule(struct canvas *line, enum titleline_rule rule);

#endif
