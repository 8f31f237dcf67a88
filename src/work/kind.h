/*
 * kind.h - the kinds of things that a list can show: containers, images.
 *
 * A row of any kind is one of the structs of store/store.h that begin with
 * their struct ref (struct container_row, struct image_row). It travels as a
 * const void * between a kind's own functions and those that serve all kinds:
 * rows.h puts rows in order, filter.h picks some, a table shows them. What is
 * true of one kind only stands in its struct kind.
 */
#ifndef WORK_KIND_H
#define WORK_KIND_H

#include "work/column.h"

/* What `name:` and the like of the filter language look at. */
struct field {
    const char *name; /* "image" */
    const char *help;
    /* How the text behind the ':' is compared with what say() appends: pieces,
     * each with a NUL behind it. */
    enum field_type {
        FIELD_TEXT,   /* a piece has it in it */
        FIELD_WORD,   /* a word of a piece begins with it */
        FIELD_NUMBER, /* a number is a piece; other text as FIELD_TEXT */
        FIELD_LABEL,  /* pieces are "k=v"; k=v: the label k has v in it; k: a
                         label's name has k in it */
    } type;
    void (*say)(struct buf *out, const void *row,
                const struct cell_context *context);
    bool is_live; /* changes with each sample */
};

struct kind {
    enum ref_kind ref_kind;
    const char *name;     /* "containers" */
    const char *singular; /* "container" */
    const struct column *columns;
    size_t column_count;
    const struct field *fields;
    size_t field_count;

    size_t (*count)(const struct store *store);
    const void *(*at)(const struct store *store, size_t index);
    /* NULL when it is gone. */
    const void *(*find)(const struct store *store, const struct ref *ref);

    /* "web-1": rows that the sort column finds equal stand by it. */
    const char *(*row_name)(const void *row);
    /* The whole id; the filter finds it, though a cell may show a part. */
    const char *(*row_id)(const void *row);
    /* These rows stand before all others, and `only_running` hides the
     * others: containers that are up, images that have a name. */
    bool (*leads)(const void *row);
    /* What `!` shows; of images what is dangling and not used. */
    bool (*is_wrong)(const void *row, const struct cell_context *context);
    /* The project that it belongs to, "" for none; its numbers, added to the
     * project's sums. NULL: no groups. */
    const char *(*project)(const void *row);
    void (*add_numbers)(struct group *group, const void *row);
    /* Milliseconds until some cell says something else by the clock alone;
     * 0: never. */
    uint64_t (*tick_ms)(const void *row, const struct cell_context *context);
};

extern const struct kind container_kind;
extern const struct kind image_kind;

/* NULL when no list shows such refs. */
const struct kind *kind_of(enum ref_kind ref_kind);

static inline const struct ref *
row_ref(const void *row)
{
    return row;
}

#endif
