/*
 * pager.h - lines of text to read: help, messages, what a container died of.
 *
 * A line may have a label, which stands in a column of its own, and a role.
 * Text is wrapped at the width. Lines are added at the end; the place where
 * one reads stays, unless it was the end and the pager follows.
 */
#ifndef WIDGETS_PAGER_H
#define WIDGETS_PAGER_H

#include "ui/cells/canvas.h"
#include "work/action.h"

#define PAGER_SIZE ((size_t)4 << 20) /* bytes of all its text */

struct pager_line;

struct pager {
    struct buf text;
    struct pager_line *lines;
    size_t count, cap;
    int label_width;  /* of the widest label */
    size_t top;       /* first line shown */
    int top_row;      /* first row of it, when it is wrapped */
    struct size size; /* of the last layout */
    bool follows;     /* stay at the end when lines come */
};

void pager_init(struct pager *pager);
void pager_release(struct pager *pager);
void pager_clear(struct pager *pager);

void pager_add(struct pager *pager, enum role role, struct str text);
void pager_addf(struct pager *pager, enum role role, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* "label  text" */
void pager_add_labelled(struct pager *pager, struct str label, enum role role,
                        struct str text);

void pager_layout(struct pager *pager, struct size size);
void pager_render(const struct pager *pager, struct canvas *canvas);
/* UP, DOWN, PAGE_UP, TOP and the like; false: none of them. */
bool pager_act(struct pager *pager, enum action action);
/* "12-40 of 90" when not all of it is seen. */
void pager_say_place(const struct pager *pager, struct buf *out);

#endif
