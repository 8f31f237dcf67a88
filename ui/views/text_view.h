/*
 * text_view.h - what views share that are a text to be read and no more: it
 * scrolls by keys and by the wheel, and Esc closes it. A view has struct
 * text_view as its first member, opens it, and adds lines to its pager.
 */
#ifndef VIEWS_TEXT_VIEW_H
#define VIEWS_TEXT_VIEW_H

#include "ui/widgets/pager.h"
#include "ui/widgets/view.h"

struct text_view {
    struct view view;
    struct pager pager;
};

extern const enum keymap_id text_view_maps[1];

/* The pager of what begins with a struct text_view. */
struct pager *text_view_open(struct view *view);
void text_view_close(struct view *view);
void text_view_layout(struct view *view, struct size size);
void text_view_render(const struct view *view, struct canvas *canvas);
/* Behind the title: which lines of how many. */
void text_view_say_place(const struct view *view, struct buf *note);
enum handled text_view_act(struct view *view, enum action action);

#endif
