#include "config.h"

#include "work/rows_private.h"

#include "base/map.h"
#include "base/mem.h"
#include "base/sha256.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- refs of projects ---- */

struct ref
project_ref(unsigned engine, const char *project)
{
    struct ref ref = ref_make(engine, REF_PROJECT, project);
    char key[REF_KEY_SIZE] = "#";

    if (ref.kind != REF_NONE)
        return ref;
    sha256_hex(key + 1, str_of(project));
    return ref_make(engine, REF_PROJECT, key);
}

/* ---- sums ---- */

/* Of the group under way: its number in rows->groups, by its ref. */
struct gathering {
    struct rows *rows;
    const struct kind *kind;
    const struct rows_order *order;
    struct map *numbers; /* ref_text() -> number + 1 */
};

static size_t
group_add(struct gathering *gathering, const struct ref *ref,
          const char *project)
{
    struct rows *rows = gathering->rows;
    struct group *group;
    char text[REF_TEXT_SIZE];
    struct str key = ref_text(text, ref);

    rows->groups = array_grow(rows->groups, &rows->group_cap,
                              rows->group_count + 1, sizeof(*rows->groups));
    group = &rows->groups[rows->group_count++];
    *group = (struct group){.ref = *ref};
    (void)snprintf(group->name, sizeof(group->name), "%s", project);
    group->is_folded = gathering->order->folded &&
                       map_find(gathering->order->folded, key) != NULL;
    (void)map_put(gathering->numbers, key,
                  (void *)(uintptr_t)rows->group_count);
    return rows->group_count - 1;
}

static size_t
group_number(struct gathering *gathering, const void *row)
{
    const char *project = gathering->kind->project(row);
    struct ref ref = project_ref(row_ref(row)->engine, project);
    char text[REF_TEXT_SIZE];
    void *found = map_find(gathering->numbers, ref_text(text, &ref));

    return found ? (size_t)(uintptr_t)found - 1
                 : group_add(gathering, &ref, project);
}

static void
gather(struct gathering *gathering, struct item *items, size_t count,
       const struct cell_context *context)
{
    for (size_t i = 0; i < count; i++) {
        size_t number = group_number(gathering, items[i].row);
        struct group *group = &gathering->rows->groups[number];

        items[i].place = (unsigned)number;
        group->count++;
        group->running += items[i].leads;
        group->wrong += gathering->kind->is_wrong(items[i].row, context);
        gathering->kind->add_numbers(group, items[i].row);
    }
}

/* ---- order ---- */

/* For qsort(), which hands nothing else to its comparison. */
struct ranked {
    struct group group;
    const struct rows_order *order;
    size_t number; /* before they were put in order */
};

/* What has no project is last; of the others those that run are first. */
static int
group_compare(const void *left, const void *right)
{
    const struct ranked *ranked = left;
    const struct group *a = &ranked->group;
    const struct group *b = &((const struct ranked *)right)->group;
    const struct column *column = ranked->order->column;
    int by = (a->name[0] == '\0') - (b->name[0] == '\0');

    if (!column)
        column = &kind_in(ranked->order)->columns[0];
    if (by == 0)
        by = (b->running > 0) - (a->running > 0);
    if (by == 0 && column->compare_groups)
        by = turned(column->compare_groups(a, b), ranked->order, column);
    if (by == 0)
        by = str_compare_natural(str_of(a->name), str_of(b->name));
    if (by == 0)
        by = strcmp(a->ref.key, b->ref.key);
    return by ? by : (int)a->ref.engine - (int)b->ref.engine;
}

static void
put_in_order(struct rows *rows, struct item *items, size_t count,
             const struct rows_order *order)
{
    struct ranked *ranked = xcalloc(rows->group_count + 1, sizeof(*ranked));
    unsigned *places = xcalloc(rows->group_count + 1, sizeof(*places));

    for (size_t i = 0; i < rows->group_count; i++)
        ranked[i] = (struct ranked){rows->groups[i], order, i};
    qsort(ranked, rows->group_count, sizeof(*ranked), group_compare);
    for (size_t i = 0; i < rows->group_count; i++) {
        rows->groups[i] = ranked[i].group;
        places[ranked[i].number] = (unsigned)i;
    }
    for (size_t i = 0; i < count; i++)
        items[i].place = places[items[i].place];
    free(places);
    free(ranked);
}

void
groups_make(struct rows *rows, struct item *items, size_t count,
            const struct rows_order *order, const struct cell_context *context)
{
    struct gathering gathering = {
        .rows = rows,
        .kind = kind_in(order),
        .order = order,
        .numbers = map_new(),
    };

    gather(&gathering, items, count, context);
    put_in_order(rows, items, count, order);
    map_free(gathering.numbers, NULL);
}

/* ---- questions ---- */

const struct group *
rows_group(const struct rows *rows, const struct ref *ref)
{
    for (size_t i = 0; i < rows->group_count; i++)
        if (ref_equal(&rows->groups[i].ref, ref))
            return &rows->groups[i];
    return NULL;
}

const struct group *
rows_group_of(const struct rows *rows, const struct ref *ref)
{
    for (size_t i = 0; i < rows->group_count; i++) {
        const struct group *group = &rows->groups[i];

        for (size_t k = 0; k < group->count; k++)
            if (ref_equal(&rows->members[group->first + k], ref))
                return group;
    }
    return NULL;
}

struct ref *
rows_expand(const struct rows *rows, const struct ref *refs, size_t count,
            size_t *expanded)
{
    struct map *seen = map_new();
    struct ref *out = NULL;
    size_t cap = 0, used = 0;

    for (size_t i = 0; i < count; i++) {
        const struct group *group =
            ref_is_header(&refs[i]) ? rows_group(rows, &refs[i]) : NULL;
        const struct ref *at = group ? rows->members + group->first : &refs[i];
        size_t left = group ? group->count : !ref_is_header(&refs[i]);

        out = array_grow(out, &cap, used + left + 1, sizeof(*out));
        for (; left > 0; left--, at++) {
            char text[REF_TEXT_SIZE];

            if (!map_put(seen, ref_text(text, at), out))
                out[used++] = *at;
        }
    }
    map_free(seen, NULL);
    *expanded = used;
    return out;
}
