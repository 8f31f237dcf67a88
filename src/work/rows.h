/*
 * rows.h - which rows a list shows, and in which order.
 *
 * The order: rows that lead (containers that are up, images that have a name)
 * first, then by the sort column, then by name, then by ref, so that it is
 * total and nothing jumps. A column that starts descending has its largest
 * value first; is_reverse turns either around, and only the column: what leads
 * and what has no value stay in place.
 *
 * Grouped, the members of each project stand under a header row, whose ref is
 * of kind REF_PROJECT; what belongs to no project stands last, under a header
 * too. Projects stand in the order of the sort column where it can be summed,
 * else by name. Members of a folded group are no rows, but an act on its
 * header is an act on them: rows_expand().
 */
#ifndef WORK_ROWS_H
#define WORK_ROWS_H

#include "work/filter.h"
#include "work/kind.h"

struct map;

enum group_by { GROUP_NONE, GROUP_PROJECT };

struct rows_order {
    const struct kind *kind;     /* NULL: containers */
    const struct column *column; /* NULL: by name */
    bool is_reverse;
    bool only_running; /* those that lead */
    bool only_wrong;
    struct filter *filter; /* borrowed; NULL: all */
    enum group_by group;
    /* ref_text() of the headers that are folded; borrowed; NULL: none. */
    const struct map *folded;
};

#define GROUP_NAME_SIZE 128

/* A header row: the sums of its members, folded or not. */
struct group {
    struct ref ref;
    char name[GROUP_NAME_SIZE]; /* cut; "" for what has no project */
    bool is_folded;
    size_t first, count; /* its members in rows->members */
    size_t running;      /* how many of them lead */
    size_t wrong;        /* and how many are wrong */
    bool has_cpu, has_memory;
    double cpu_percent;
    uint64_t memory;
    double cpu_smooth, memory_smooth; /* for sorting */
};

struct rows {
    /* Refs of the shown rows, headers among them, in order. */
    struct ref *at;
    size_t count;
    size_t cap;
    /* The same without headers and with what is folded. */
    struct ref *members;
    size_t member_count;
    size_t member_cap;
    struct group *groups;
    size_t group_count;
    size_t group_cap;
    /* Left out by the filter, only_running or only_wrong; not by folding. */
    size_t hidden;
};

void rows_init(struct rows *rows);
void rows_release(struct rows *rows);
void rows_collect(struct rows *rows, const struct store *store,
                  const struct rows_order *order,
                  const struct cell_context *context);
/* Whether new numbers alone (CHANGE_USAGE) can change the rows or what a header
 * says. Where only_wrong is set, new events (CHANGE_EVENTS) can, too. */
bool rows_are_live(const struct rows_order *order);
/* Where `ref` stands, or -1. */
long rows_find(const struct rows *rows, const struct ref *ref);

/* Whether this row is a header, and what it says; NULL: not one of these. */
static inline bool
ref_is_header(const struct ref *ref)
{
    return ref->kind == REF_PROJECT;
}
const struct group *rows_group(const struct rows *rows, const struct ref *ref);
/* The header above a row, or NULL. */
const struct group *rows_group_of(const struct rows *rows,
                                  const struct ref *ref);
/* The ref of a project's header; a long name is hashed. */
struct ref project_ref(unsigned engine, const char *project);

/* `refs` with each header replaced by its members, folded ones too; none
 * twice. What hidden rows there are is not touched. Yours to free(). */
struct ref *rows_expand(const struct rows *rows, const struct ref *refs,
                        size_t count, size_t *expanded);

/* What a cell of any row says, headers included, as struct column's say(); a
 * row that is gone says nothing. `kind` is that of the rows. */
enum tone rows_say(const struct rows *rows, const struct kind *kind,
                   const struct ref *ref, size_t column, struct buf *out,
                   const struct cell_context *context);

#endif
