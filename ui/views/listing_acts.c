#include "config.h"

#include "ui/views/listing.h"

#include "base/mem.h"
#include "ui/views/panes.h"
#include "ui/views/views.h"

#include <stdlib.h>

/* ---- on whom ------------------------------------------------------------ */

bool
listing_has_focus(const struct listing *list)
{
    struct view *focused = panes_child(&list->view, panes_focused(&list->view));

    return !focused || focused == &list->view;
}

/* The marked rows that are shown; also those of a folded group are. `out` may
 * be NULL. */
static size_t
marked_rows(const struct listing *list, struct ref *out)
{
    const struct rows *rows = listing_rows(list);
    size_t count = 0;

    if (table_mark_count(&list->table) == 0 || !listing_has_focus(list))
        return 0;
    for (size_t i = 0; i < rows->member_count; i++) {
        if (!table_is_marked(&list->table, &rows->members[i]))
            continue;
        if (out)
            out[count] = rows->members[i];
        count++;
    }
    return count;
}

static size_t
members_at_cursor(const struct listing *list, const struct ref **members)
{
    const struct ref *row = table_row(&list->table);
    const struct group *group;

    *members = row;
    if (!row || !ref_is_header(row))
        return row != NULL;
    group = rows_group(listing_rows(list), row);
    if (!group)
        return 0;
    *members = listing_rows(list)->members + group->first;
    return group->count;
}

size_t
listing_target_count(const struct listing *list)
{
    const struct ref *members;
    size_t marked = marked_rows(list, NULL);

    return marked > 0 ? marked : members_at_cursor(list, &members);
}

/* The reason of the last one asked stands for all. */
const char *
listing_refuse_targets(const struct listing *list, enum action action)
{
    const struct jobs *jobs = app_jobs(list->view.app);
    const struct rows *rows = listing_rows(list);
    const struct ref *members;
    size_t count = members_at_cursor(list, &members);
    bool only_marked = marked_rows(list, NULL) > 0;
    const char *why = "there is no row";

    if (only_marked) {
        members = rows->members;
        count = rows->member_count;
    }
    for (size_t i = 0; i < count; i++) {
        if (only_marked && !table_is_marked(&list->table, &members[i]))
            continue;
        why = jobs_refuse(jobs, action, &members[i]);
        if (!why)
            return NULL;
    }
    return why;
}

bool
listing_take_victims(struct listing *list)
{
    struct app *app = list->view.app;
    const struct ref *members;
    size_t count, cursor;

    listing_collect(list);
    table_end_range(&list->table, true);
    cursor = members_at_cursor(list, &members);
    count = marked_rows(list, NULL);
    list->victims_are_marked = count > 0;
    list->victim_hidden =
        listing_has_focus(list) ? table_mark_count(&list->table) - count : 0;
    if (count == 0 && list->is_usurped) {
        app_say(app, MESSAGE_INFO,
                "the %s under the cursor has just gone; nothing was done",
                list->info->kind->singular);
        return false;
    }
    if (count == 0)
        count = cursor;
    free(list->victims);
    list->victims = xcalloc(count + 1, sizeof(*list->victims));
    list->victim_count = count;
    if (list->victims_are_marked)
        (void)marked_rows(list, list->victims);
    else if (count > 0)
        memcpy(list->victims, members, count * sizeof(*members));
    return count > 0;
}

void
listing_say_victims(const struct listing *list, struct buf *out)
{
    const struct kind *kind = list->info->kind;
    const void *row;

    if (list->victim_count != 1) {
        (void)buf_addf(out, "%zu %s", list->victim_count, kind->name);
        return;
    }
    row = kind->find(app_store(list->view.app), &list->victims[0]);
    (void)buf_add_text(out, row ? kind->row_name(row) : "it");
}

/* ---- acts --------------------------------------------------------------- */

/* The mark of a row goes when what was asked for it is done. */
static void
remember_job(struct listing *list, unsigned number)
{
    for (size_t i = LISTING_JOBS - 1; i > 0; i--)
        list->jobs[i] = list->jobs[i - 1];
    list->jobs[0] = number;
}

void
listing_propose_on_victims(struct listing *list, enum action action,
                           const struct job_args *args)
{
    struct app *app = list->view.app;
    struct job_args all = *args;
    const struct job *job;
    struct err err;

    all.hidden = list->victim_hidden;
    all.timeout = (int)app_options(app)->number[OPTION_STOP_TIMEOUT];
    job = jobs_propose(app_jobs(app), action, list->victims, list->victim_count,
                       &all, &err);
    if (!job) {
        app_say(app, MESSAGE_INFO, "%s", err.text);
        return;
    }
    if (list->victims_are_marked)
        remember_job(list, job_number(job));
    if (job_state(job) == JOB_ASKING)
        app_ask_job(app, job);
}

void
listing_propose(struct listing *list, enum action action,
                const struct job_args *args)
{
    if (listing_take_victims(list))
        listing_propose_on_victims(list, action, args);
}

/* What failed, was refused or was cancelled stays marked. */
static void
unmark_done(struct listing *list, const struct job *job)
{
    for (size_t i = 0; i < job_victim_count(job); i++) {
        const struct victim *victim = job_victim(job, i);

        if (victim->state == VICTIM_DONE)
            table_mark(&list->table, &victim->ref, false);
    }
}

void
listing_reap_jobs(struct listing *list)
{
    for (size_t i = 0; i < LISTING_JOBS; i++) {
        const struct job *job =
            list->jobs[i] != 0
                ? jobs_find(app_jobs(list->view.app), list->jobs[i])
                : NULL;

        if (job && job_state(job) != JOB_DONE)
            continue;
        if (job)
            unmark_done(list, job);
        list->jobs[i] = 0;
    }
}

/* ---- details ------------------------------------------------------------ */

static const struct view_ops *
find_view(const char *name)
{
    for (size_t i = 0; i < view_count; i++)
        if (strcmp(views[i]->name, name) == 0)
            return views[i];
    return NULL;
}

void
listing_open_detail(struct listing *list, const char *name)
{
    const struct ref *row = table_row(&list->table);
    struct err err;

    if (!panes_open_detail(&list->view, find_view(name), row, &err))
        app_say(list->view.app, MESSAGE_ERROR, "%s", err.text);
}

const char *
listing_refuse_detail(const struct listing *list, const char *name)
{
    if (!listing_row(list))
        return "there is no row";
    return find_view(name) ? NULL : "there is no such view";
}
